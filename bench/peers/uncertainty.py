"""Margin or entropy in float64; the fastest of fifteen runs."""
import numpy as np
from common import done, fastest, given

task, size, files = given()
p32 = np.fromfile(files["probability"], np.float32).reshape(-1, size["cols"])


def entropy():
    p = p32.astype(np.float64)
    return -np.sum(np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0), axis=1)


def margin():
    p = np.partition(p32.astype(np.float64), -2, axis=1)
    return p[:, -1] - p[:, -2]


done(fastest(15, {"margin": margin, "entropy": entropy}[task["row"]]))
