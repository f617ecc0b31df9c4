"""Active learning with scikit-learn: Marginalia chooses what to label, the model is yours.

Asks the command for its JSON. `MARGINALIA` says how the command is started (default: npx marginalia).
"""
import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

command = json.loads(os.environ.get("MARGINALIA", '["npx", "marginalia"]'))
x, y = load_digits(return_X_y=True)
x, x_test, y, y_test = train_test_split((x / 16).astype("float32"), y, test_size=0.2, random_state=0)
folder = Path(tempfile.mkdtemp())
np.save(folder / "pool.npy", x)
known = {}  # the label of each position that has one


def pick(strategy, *more):
    """The positions of ten items to label next."""
    lines = "".join(f"{at},{label}\n" for at, label in known.items())
    (folder / "labels.csv").write_text("id,label\n" + lines)
    words = [*command, "select", "pool.npy", "-s", strategy, "-b", "10", "-l", "labels.csv", "-f", "json", "-q", *more]
    said = subprocess.run(words, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [one["position"] for one in json.loads(said)["picks"]]


picked = pick("typiclust")  # with no label yet: nothing but the vectors
for _ in range(4):
    known.update({at: int(y[at]) for at in picked})  # here a person would be asked
    model = LogisticRegression(max_iter=1000).fit(x[list(known)], list(known.values()))
    print(f"{len(known)} labels, accuracy {model.score(x_test, y_test):.3f}")
    np.save(folder / "p.npy", model.predict_proba(x).astype("float32"))
    picked = pick("margin", "-c", "probability=p.npy", "--classes", ",".join(map(str, model.classes_)))
