"""Writes peers.json: what scikit-activeml picks on small pools, from given probabilities, features and passes.

Run: pip install scikit-activeml==1.0.1, then python3 peers.py
"""
import json, os
import numpy as np, sklearn, skactiveml
from skactiveml.base import SkactivemlClassifier
from skactiveml.pool import Clue, DropQuery, Falcun

rng = np.random.default_rng(11)


def f32(x):
    return np.asarray(x, dtype=np.float32)


def softmax(x):
    e = np.exp(x - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


class Given(SkactivemlClassifier):
    """A classifier whose answers are given: probabilities and features of all items, and classes pass by pass."""

    def __init__(self, proba=None, feature=None, classes_by_call=None, missing_label=np.nan):
        super().__init__(classes=list(range(proba.shape[1])), missing_label=missing_label)
        self.proba, self.feature, self.classes_by_call, self.calls = proba, feature, classes_by_call, 0

    def fit(self, X, y, sample_weight=None):
        return self

    def predict_proba(self, X):
        return self.proba if self.feature is None else (self.proba, self.feature)

    def predict(self, X):
        self.calls += 1
        return self.classes_by_call[self.calls - 1]


def blobs(k, each):
    angle = np.arange(k) * 2 * np.pi / k
    centers = 20 * np.stack([np.cos(angle), np.sin(angle)], 1)
    return f32(centers.repeat(each, 0) + rng.normal(size=(k * each, 2)))


def clue():
    feature, proba = blobs(5, 12), f32(softmax(2 * rng.normal(size=(60, 3))))
    y = np.full(60, np.nan)
    strategy = Clue(method="entropy", cluster_algo_dict={"n_init": 20, "random_state": 0}, random_state=0)
    picks = strategy.query(feature, y, Given(proba.astype(float), feature), fit_estimator=False, batch_size=5)
    return {"feature": feature.tolist(), "probability": proba.tolist(), "picks": sorted(map(int, picks))}


def falcun():
    proba = f32(softmax(2 * rng.normal(size=(24, 4))))
    y = np.full(24, np.nan)
    X = np.zeros((24, 1))
    out = []
    for gamma in (10, 1, 0):
        strategy = Falcun(gamma=gamma, random_state=3)
        picks, shares = strategy.query(
            X, y, Given(proba.astype(float)), fit_clf=False, batch_size=6, return_utilities=True
        )
        shares = [[None if np.isnan(x) else float(x) for x in row] for row in shares]
        out.append({"gamma": gamma, "picks": list(map(int, picks)), "shares": shares})
    return {"probability": proba.tolist(), "runs": out}


def dropquery():
    feature = blobs(6, 15)
    feature = f32(feature / np.linalg.norm(feature, axis=1, keepdims=True))
    answers = rng.integers(0, 3, size=(90, 4))
    # Of two clusters all passes agree with the model.
    answers[:30] = answers[:30, :1]
    X = feature.astype(float)
    strategy = DropQuery(n_dropout_samples=3, cluster_algo_dict={"n_init": 20, "random_state": 0}, random_state=0)
    y = np.full(90, np.nan)
    clf = Given(np.eye(3)[answers[:, 0]], None, list(answers.T))
    picks = strategy.query(X, y, clf, fit_clf=False, batch_size=4)
    return {"embedding": feature.tolist(), "classes": answers.T.tolist(), "picks": sorted(map(int, picks))}


out = {
    "source": f"scikit-activeml {skactiveml.__version__}, scikit-learn {sklearn.__version__}, numpy {np.__version__}",
    "clue": clue(), "falcun": falcun(), "dropquery": dropquery(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.json"), "w") as f:
    json.dump(out, f, separators=(",", ":"))
