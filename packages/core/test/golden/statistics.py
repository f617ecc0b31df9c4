"""Writes statistics.json: tests, ranks, quantiles and metrics by SciPy and scikit-learn.

python3 packages/core/test/golden/statistics.py > packages/core/test/golden/statistics.json
"""

import itertools
import json
import math
import random
import warnings

import scipy
import sklearn
from scipy import stats
from sklearn import metrics

warnings.simplefilter("ignore")
random.seed(3)


def signed(differences, zeros):
    """SciPy's exact test where nothing ties or is zero; all 2^n signs by hand else, ranked by SciPy."""
    sizes = [abs(d) for d in differences]
    kept = differences if zeros == "pratt" else [d for d in differences if d != 0]
    ranks = stats.rankdata([abs(d) for d in kept]) if kept else []
    used = [(d, r) for d, r in zip(kept, ranks) if d != 0]
    positive, negative = sum(r for d, r in used if d > 0), sum(r for d, r in used if d < 0)
    if len(set(sizes)) == len(sizes) and 0 not in sizes:
        p = stats.wilcoxon(differences, method="exact").pvalue
    else:
        sums = [sum(r for up, (_, r) in zip(signs, used) if up) for signs in itertools.product([0, 1], repeat=len(used))]
        p = min(1, 2 * sum(s <= min(positive, negative) for s in sums) / len(sums))
    return {"differences": differences, "zeros": zeros, "used": len(used), "positive": positive, "negative": negative, "p": p}


def evaluated(actual, predicted, classes):
    occurs = sorted(set(actual))
    either = sorted(set(actual) | set(predicted))
    recall = metrics.recall_score(actual, predicted, labels=range(classes), average=None, zero_division=0)
    return {
        "actual": actual, "predicted": predicted, "classes": classes,
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
        "macroF1": metrics.f1_score(actual, predicted, labels=either, average="macro", zero_division=0),
        "recall": [float(r) if c in occurs else None for c, r in enumerate(recall)],
        "confusion": metrics.confusion_matrix(actual, predicted, labels=range(classes)).flatten().tolist(),
    }


def interval(values, confidence):
    low, high = stats.t.interval(confidence, len(values) - 1, loc=sum(values) / len(values), scale=stats.sem(values))
    return {"values": values, "confidence": confidence, "low": low, "high": high}


whole = lambda n: [random.randint(-4, 4) for _ in range(n)]
real = lambda n: [round(random.gauss(0.3, 1), 6) for _ in range(n)]
label = lambda n, classes: [random.randrange(classes) for _ in range(n)]

print(json.dumps({
    "source": f"SciPy {scipy.__version__}, scikit-learn {sklearn.__version__}",
    "signed": [signed(real(n), "pratt") for n in (1, 5, 6, 9, 13, 20)]
    + [signed(whole(n), zeros) for n in (1, 4, 7, 10, 12) for zeros in ("pratt", "wilcoxon")],
    "ranks": [{"values": v, "wanted": stats.rankdata(v).tolist()} for v in (whole(1), whole(9), real(9), [2, 2, 2])],
    "nemenyi": [{"strategies": k, "alpha": a, "wanted": float(stats.studentized_range.ppf(1 - a, k, math.inf) / math.sqrt(2))}
                for k in (2, 3, 7, 12, 30) for a in (0.01, 0.05, 0.1)],
    "intervals": [interval(real(n), c) for n in (2, 5, 10) for c in (0.9, 0.95, 0.99)],
    "metrics": [evaluated(label(40, 4), label(40, 4), 4), evaluated([0, 0, 2, 2, 2, 4], [0, 1, 2, 2, 3, 0], 6),
                evaluated(label(30, 2), label(30, 2), 2), evaluated([1, 1], [1, 1], 3)],
}))
