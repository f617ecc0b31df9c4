"""Writes peers.json: what scikit-activeml picks on small pools, from given probabilities, features and passes.

Run: pip install scikit-activeml==1.0.1, then python3 peers.py
"""
import json, os
import numpy as np, sklearn, skactiveml
from skactiveml.base import SkactivemlClassifier, SkactivemlRegressor
from skactiveml.pool import (
    Clue, CoreSet, DropQuery, Falcun, GreedySamplingTarget, GreedySamplingX, MaxHerding, ProbCover, TypiClust
)

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


def some_labels(n, labeled):
    y = np.full(n, np.nan)
    y[labeled] = np.arange(len(labeled)) % 2
    return y


def maxherding():
    out = []
    for normalize in (True, False):
        for labeled in ([], [3, 17, 40]):
            X = f32(rng.normal(size=(60, 4)) + rng.integers(0, 3, size=(60, 1)))
            # sklearn's rbf is exp(-gamma d^2): gamma 4 is a bandwidth of 1/2.
            strategy = MaxHerding(normalize_samples=normalize, metric_dict={"gamma": 4}, random_state=0)
            picks = strategy.query(X.astype(float), some_labels(60, labeled), batch_size=8)
            out.append({
                "embedding": X.tolist(), "normalize": normalize, "bandwidth": 0.5, "labeled": labeled,
                "picks": list(map(int, picks)),
            })
    return out


def alone(utilities):
    """Whether the best is one, at every step."""
    return all(np.sum(row == np.nanmax(row)) == 1 for row in utilities)


def probcover():
    out = []
    while len(out) < 3:
        labeled = [[], [2], [0, 5, 9]][len(out)]
        X, y = f32(rng.normal(size=(70, 2))), some_labels(70, labeled)
        strategy = ProbCover(n_classes=2, deltas=[0.6], random_state=0)
        picks, utilities = strategy.query(X.astype(float), y, batch_size=4, return_utilities=True)
        if alone(utilities):
            covers = [int(utilities[n, i]) for n, i in enumerate(picks)]
            out.append({
                "embedding": X.tolist(), "delta": 0.6, "labeled": labeled, "picks": list(map(int, picks)), "covers": covers,
            })
    return out


class Line(SkactivemlRegressor):
    def fit(self, X, y, sample_weight=None):
        return self

    def predict(self, X):
        return X @ np.arange(1, X.shape[1] + 1) + np.sin(3 * X[:, 0])


def farthest():
    out = []
    for labeled in ([4], [1, 8, 30]):
        X = f32(rng.normal(size=(50, 3)))
        wide, target = X.astype(float), np.full(50, np.nan)
        line = Line()
        target[labeled] = f32(line.predict(wide)[labeled] + rng.normal(size=len(labeled)))
        estimate = f32(line.predict(wide))
        given = {"fit_reg": False, "batch_size": 6}
        out.append({
            "embedding": X.tolist(), "labeled": labeled, "targets": target[labeled].tolist(),
            "estimate": estimate.tolist(),
            "kcenter": list(map(int, CoreSet(random_state=0).query(wide, target, batch_size=6))),
            "gsx": list(map(int, GreedySamplingX(random_state=0).query(wide, target, batch_size=6))),
            "gsy": list(map(int, GreedySamplingTarget(method="GSy", random_state=0).query(wide, target, line, **given))),
            "igs": list(map(int, GreedySamplingTarget(method="GSi", random_state=0).query(wide, target, line, **given))),
        })
    return out


def typiclust():
    # Seven groups of unlike sizes, of which the largest has a label; k-means has one right answer.
    sizes = [9, 11, 12, 13, 14, 16, 19]
    angle = np.arange(7) * 2 * np.pi / 7
    centers = 30 * np.stack([np.cos(angle), np.sin(angle)], 1)
    X = f32(centers.repeat(sizes, 0) + rng.normal(size=(sum(sizes), 2)))
    labeled = [sum(sizes) - 1]
    # Fewer neighbors than half of any group, which is the most that ours takes.
    strategy = TypiClust(k=4, cluster_algo_dict={"n_init": 20, "random_state": 0}, random_state=0)
    picks = strategy.query(X.astype(float), some_labels(len(X), labeled), batch_size=6)
    return {"embedding": X.tolist(), "neighbors": 4, "labeled": labeled, "picks": list(map(int, picks))}


out = {
    "source": f"scikit-activeml {skactiveml.__version__}, scikit-learn {sklearn.__version__}, numpy {np.__version__}",
    "clue": clue(), "falcun": falcun(), "dropquery": dropquery(),
    "maxherding": maxherding(), "probcover": probcover(), "farthest": farthest(), "typiclust": typiclust(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.json"), "w") as f:
    json.dump(out, f, separators=(",", ":"))
