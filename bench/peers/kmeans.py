"""scikit-learn's KMeans on the bytes that bench/kmeans.ts wrote: one JSON line a seed, then the peak memory."""
import json
import resource
import sys
import time

import numpy as np
from sklearn.cluster import KMeans

path, k, first, last = sys.argv[1], *map(int, sys.argv[2:])
x = np.load(path)
for seed in range(first, last):
    start = time.perf_counter()
    model = KMeans(k, n_init=1, max_iter=100, random_state=seed).fit(x)
    seconds = time.perf_counter() - start
    print(json.dumps({"seed": seed, "seconds": seconds, "inertia": float(model.inertia_), "iterations": model.n_iter_}))
print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
