"""ProbCover in numpy: the graph a block of rows at a time by one matrix product, then greedy maximum coverage."""
import json
import resource
import sys
import time

import numpy as np

BLOCK = 500
path, radius, budget = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
x = np.load(path)
n = len(x)
start = time.perf_counter()
half = np.einsum("ij,ij->i", x, x) / 2
parts, counts = [], []
for b in range(0, n, BLOCK):
    # |a - b| < r exactly when a.b - |b|^2 / 2 > |a|^2 / 2 - r^2 / 2
    dots = x[b : b + BLOCK] @ x.T
    dots -= half
    near = dots > (half[b : b + BLOCK, None] - np.float32(radius * radius / 2))
    parts.append((np.flatnonzero(near) % n).astype(np.uint32))
    counts.append(np.count_nonzero(near, axis=1))
targets = np.concatenate(parts)
offsets = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
graph = time.perf_counter() - start

degree = np.diff(offsets)
covered = np.zeros(n, dtype=bool)
picks = []
for _ in range(budget):
    pick = int(degree.argmax())
    picks.append(pick)
    ball = targets[offsets[pick] : offsets[pick + 1]]
    new = ball[~covered[ball]]
    covered[new] = True
    for j in new:
        degree[targets[offsets[j] : offsets[j + 1]]] -= 1
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "graph": graph, "edges": len(targets), "picks": picks, "peak": peak}))
