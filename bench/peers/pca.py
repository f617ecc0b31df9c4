"""Principal components by scikit-learn, its solver chosen by itself."""
import time

import numpy as np
from common import done, given
from sklearn.decomposition import PCA

task, size, files = given()
x = np.load(files["pool"])
start = time.perf_counter()
model = PCA(size["components"], random_state=task["seed"]).fit(x)
done(time.perf_counter() - start, variance=float(model.explained_variance_.sum()))
