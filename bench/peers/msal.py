"""All dot products with the prototypes and their row maxima, in float32; the fastest of fifteen runs."""
import json
import resource
import sys
import time

import numpy as np

width = int(sys.argv[2])
x = np.fromfile(sys.argv[1], np.float32).reshape(-1, width)
p = np.ones((1, 2))
p[0, 1] = -1
for k in range(2, width + 1):
    top = np.full((1, k + 1), -1 / k)
    top[0, 0] = 1
    p = np.vstack([top, np.hstack([np.zeros((k - 1, 1)), np.sqrt(1 - 1 / k**2) * p])])
p = p.astype(np.float32)
times = []
for _ in range(15):
    start = time.perf_counter()
    (x @ p).max(axis=1)
    times.append(time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": min(times), "peak": peak}))
