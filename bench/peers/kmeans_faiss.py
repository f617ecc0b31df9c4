"""k-means by faiss, over all rows (by default it takes a sample)."""
import time

import faiss
import numpy as np
from common import done, given

task, size, files = given()
faiss.omp_set_num_threads(task["threads"])
x = np.load(files["pool"])
start = time.perf_counter()
model = faiss.Kmeans(
    x.shape[1], size["k"], niter=size["iterations"], seed=task["seed"] + 1, max_points_per_centroid=len(x)
)
model.train(x)
seconds = time.perf_counter() - start
nearest, _ = model.index.search(x, 1)
done(seconds, inertia=float(nearest.sum(dtype=np.float64)), iterations=size["iterations"])
