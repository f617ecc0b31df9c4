"""Writes diverse-minibatch.json: Zhdanov's algorithm by numpy and scikit-learn. Run: python3 diverse-minibatch.py"""
import json, os
import numpy as np, sklearn
from sklearn.cluster import KMeans

rng = np.random.default_rng(7)
centers = np.array([[0, 0], [9, 0], [0, 9], [9, 9], [4.5, 20]])
feature = (centers.repeat(14, 0) + rng.normal(size=(70, 2))).astype(np.float32)
p = rng.uniform(0.5, 1, 70)
probability = np.stack([p, 1 - p], 1).astype(np.float32)
b, beta = 5, 6
score = 1 - np.abs(probability[:, 0].astype(float) - probability[:, 1])
kept = np.argsort(-score, kind="stable")[: beta * b]
km = KMeans(b, n_init=20, random_state=0).fit(feature[kept], sample_weight=score[kept])
distance = km.transform(feature[kept])
picks = [int(kept[np.where(km.labels_ == c)[0][distance[km.labels_ == c, c].argmin()]]) for c in range(b)]
out = {
    "source": f"numpy {np.__version__}, scikit-learn {sklearn.__version__}",
    "feature": feature.tolist(), "probability": probability.tolist(), "picks": sorted(picks),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "diverse-minibatch.json"), "w") as f:
    json.dump(out, f, separators=(",", ":"))
