"""Writes facility-location.json: apricot's facility location over clipped cosines. Run: python3 facility-location.py"""
import json, os
from importlib.metadata import version
import numpy as np
from apricot import FacilityLocationSelection

rng = np.random.default_rng(11)
centers = rng.normal(size=(7, 5))
rows = (centers[rng.integers(0, 7, 90)] + 0.4 * rng.normal(size=(90, 5))).astype(np.float32)
unit = rows.astype(float) / np.linalg.norm(rows.astype(float), axis=1, keepdims=True)
similarity = np.maximum(0, unit @ unit.T)


def ask(budget, initial):
    model = FacilityLocationSelection(budget, metric="precomputed", optimizer="naive", initial_subset=initial)
    model.fit(similarity)
    return {"labeled": initial or [], "picks": [int(i) for i in model.ranking], "gains": [float(g) for g in model.gains]}


out = {
    "source": f"apricot-select {version('apricot-select')}, numpy {np.__version__}",
    "embedding": rows.tolist(), "cases": [ask(12, None), ask(8, [3, 40, 77])],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "facility-location.json"), "w") as f:
    json.dump(out, f, separators=(",", ":"))
