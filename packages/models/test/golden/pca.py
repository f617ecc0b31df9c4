"""Writes pca.json: principal components and standardized columns by scikit-learn.

python3 packages/models/test/golden/pca.py > packages/models/test/golden/pca.json
"""

import json

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(5)


def case(rows, cols, k, offset):
    # Columns of clearly different spread, mixed: no two components are near a tie.
    x = rng.normal(size=(rows, cols)) * 2.0 ** -np.arange(cols) @ np.linalg.qr(rng.normal(size=(cols, cols)))[0] + offset
    x = x.astype(np.float32)
    pca = PCA(k, svd_solver="full").fit(x.astype(np.float64))
    signs = np.sign(pca.components_[np.arange(k), np.abs(pca.components_).argmax(1)])
    scaled = StandardScaler().fit_transform(x.astype(np.float64))
    return {"rows": rows, "cols": cols, "components": k, "x": [float(v) for v in x.flatten()],
            "mean": pca.mean_.tolist(), "directions": (pca.components_ * signs[:, None]).flatten().tolist(),
            "variance": pca.explained_variance_.tolist(), "share": pca.explained_variance_ratio_.tolist(),
            "projected": (pca.transform(x.astype(np.float64)) * signs).flatten().tolist(),
            "standardized": scaled.flatten().tolist()}


print(json.dumps({"source": f"scikit-learn {sklearn.__version__}",
                  "cases": [case(20, 4, 3, 0), case(9, 6, 2, 5), case(5, 8, 3, -2)]}))
