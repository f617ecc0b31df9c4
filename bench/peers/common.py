"""What every peer is given, one argument of JSON, and what it prints: one line of JSON."""
import json
import resource
import sys


def given():
    """The task: its numbers, the files of its inputs, the number of threads, the seed."""
    task = json.loads(sys.argv[1])
    return task, task["size"], task["files"]


def peak():
    """The largest memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def done(seconds, **facts):
    print(json.dumps({"seconds": seconds, "peak": peak(), **facts}))


def fastest(times, task):
    """Seconds of the fastest of some runs: for tasks of milliseconds."""
    import time

    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - start)
    return best


def unit(x):
    """Rows of length one."""
    import numpy as np

    return x / np.linalg.norm(x, axis=1, keepdims=True)
