"""Writes audit.json: label issues, thresholds, confident joints and ActiveLab scores by cleanlab.

python3 packages/core/test/golden/audit.py > packages/core/test/golden/audit.json
"""

import json
import warnings

import cleanlab
import numpy as np
from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_normalized_margin_for_each_label
from cleanlab.multiannotator import get_active_learning_scores, get_label_quality_multiannotator
from cleanlab.internal import multiannotator_utils
from cleanlab.internal.multiannotator_utils import find_best_temp_scaler, temp_scale_pred_probs

warnings.filterwarnings("error", message="breaking ties")
rng = np.random.default_rng(13)


def counted(labels, num_classes):
    """How often each class was given. cleanlab's own takes labels with gaps, which are floats, in the order of the classes that
    occur: a lone label 1 counts as class 0, and the temperature is fitted to that."""
    return np.bincount(np.asarray(labels).astype(int), minlength=num_classes)


def probabilities(items, classes, grid):
    """Rows in single precision; on a grid of 1 / grid where there is one, so that many numbers are equal."""
    rows = rng.dirichlet(np.full(classes, 0.5), items)
    if grid:
        rows = np.floor(rows * grid)
        rows[:, 0] += grid - rows.sum(axis=1)
        rows = rows / grid
    return rows.astype(np.float32).astype(float)


def drawn(rows, noise):
    """Labels that mostly follow the probabilities."""
    return np.array([rng.integers(rows.shape[1]) if rng.random() < noise else int(row.argmax()) for row in rows])


confident, crowds = [], []
for items, classes, grid in [(12, 2, 4), (30, 3, 0), (40, 3, 5), (60, 4, 8), (25, 5, 0), (80, 2, 10)]:
    rows = probabilities(items, classes, grid)
    labels = drawn(rows, 0.3)
    labels[:classes] = np.arange(classes)
    issues = find_label_issues(labels, rows, filter_by="confident_learning", n_jobs=1)
    confident.append({
        "rows": rows.tolist(),
        "labels": labels.tolist(),
        "thresholds": get_confident_thresholds(labels, rows).tolist(),
        "counts": compute_confident_joint(labels, rows, calibrate=False).tolist(),
        "calibrated": compute_confident_joint(labels, rows).tolist(),
        "issues": np.flatnonzero(issues).tolist(),
        "byNoiseRate": np.flatnonzero(find_label_issues(labels, rows, n_jobs=1)).tolist(),
        "byDisagreement": np.flatnonzero(find_label_issues(labels, rows, filter_by="predicted_neq_given", n_jobs=1)).tolist(),
        "margins": (2 * get_normalized_margin_for_each_label(labels, rows) - 1).tolist(),
    })

while len(crowds) < 8:
    items, classes, annotators, grid = [(10, 2, 3, 4), (24, 3, 4, 0), (30, 3, 2, 6), (20, 4, 5, 0)][len(crowds) % 4]
    rows = probabilities(items, classes, grid)
    lists = np.stack([drawn(rows, 0.2 + 0.1 * a) for a in range(annotators)], axis=1).astype(float)
    single = len(crowds) >= 6
    for i in range(items):
        kept = rng.random(annotators) < 0.6
        if single:
            kept[:] = False
        if not kept.any():
            kept[rng.integers(annotators)] = True
        lists[i, ~kept] = np.nan
    unlabeled = probabilities(6, classes, grid)
    try:
        scores, others = get_active_learning_scores(lists, rows, unlabeled)
        case = {
            "rows": rows.tolist(),
            "labels": np.where(np.isnan(lists), -1, lists).astype(int).T.tolist(),
            "unlabeled": unlabeled.tolist(),
            "scores": scores.tolist(),
            "others": others.tolist(),
        }
        if not single:
            temperature = find_best_temp_scaler(lists, rows)
            info = get_label_quality_multiannotator(
                lists, temp_scale_pred_probs(rows, temperature), return_weights=True, verbose=False
            )
            case["temperature"] = float(temperature)
            as_it_is = multiannotator_utils.value_counts
            multiannotator_utils.value_counts = counted
            case["fitted"] = float(find_best_temp_scaler(lists, rows))
            case["fittedScores"] = np.concatenate(get_active_learning_scores(lists, rows, unlabeled)).tolist()
            multiannotator_utils.value_counts = as_it_is
            case["consensus"] = info["label_quality"]["consensus_label"].tolist()
            case["quality"] = info["label_quality"]["consensus_quality_score"].tolist()
            case["modelWeight"] = float(info["model_weight"])
            case["annotatorWeight"] = info["annotator_weight"].tolist()
        crowds.append(case)
    except UserWarning:
        continue

print(json.dumps({"source": f"cleanlab {cleanlab.__version__}, NumPy {np.__version__}", "confident": confident, "crowds": crowds}))
