"""Exact neighbors within clusters by faiss: the time, the sum of the distances, the peak memory."""
import json
import resource
import sys
import time

import faiss
import numpy as np

path, groups, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
faiss.omp_set_num_threads(threads)
x = np.load(path)
group = np.fromfile(groups, dtype=np.int32)
start = time.perf_counter()
total = 0.0
for g in range(group.max() + 1):
    members = x[group == g]
    k = min(20, len(members) // 2)
    index = faiss.IndexFlatL2(x.shape[1])
    index.add(members)
    squared, _ = index.search(members, k + 1)
    total += float(np.sqrt(np.maximum(squared[:, 1:], 0)).sum(dtype=np.float64))
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "sum": total, "peak": peak}))
