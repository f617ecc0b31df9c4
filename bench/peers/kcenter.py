"""Greedy k-center by scikit-learn's pairwise_distances and a running minimum."""
import json
import resource
import sys
import time

import numpy as np
from sklearn.metrics import pairwise_distances

path, budget, labeled = sys.argv[1], int(sys.argv[2]), [int(i) for i in sys.argv[3].split(",")]
x = np.load(path)
start = time.perf_counter()
nearest = pairwise_distances(x, x[labeled]).min(axis=1)
picks = []
for _ in range(budget):
    pick = int(nearest.argmax())
    picks.append(pick)
    nearest = np.minimum(nearest, pairwise_distances(x, x[pick : pick + 1])[:, 0])
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "picks": picks, "peak": peak}))
