"""All dot products with the prototypes and their row maxima, in float32; the fastest of fifteen runs."""
import numpy as np
from common import done, fastest, given

task, size, files = given()
width = size["cols"]
x = np.fromfile(files["projection"], np.float32).reshape(-1, width)
p = np.ones((1, 2))
p[0, 1] = -1
for k in range(2, width + 1):
    top = np.full((1, k + 1), -1 / k)
    top[0, 0] = 1
    p = np.vstack([top, np.hstack([np.zeros((k - 1, 1)), np.sqrt(1 - 1 / k**2) * p])])
p = p.astype(np.float32)
done(fastest(15, lambda: (x @ p).max(axis=1)))
