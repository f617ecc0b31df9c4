"""ProbCover in numpy: the graph a block of rows at a time by one matrix product, then greedy maximum coverage."""
import time

import numpy as np
from common import done, given

BLOCK = 500
task, size, files = given()
radius, budget = task["radius"], size["budget"]
x = np.load(files["pool"])
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
done(time.perf_counter() - start, graph=graph, edges=len(targets), picks=picks)
