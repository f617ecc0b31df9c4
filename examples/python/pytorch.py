"""Active learning with PyTorch: BADGE over the network's own features and probabilities.

Asks the command for its JSON. `MARGINALIA` says how the command is started (default: npx marginalia).
"""
import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits

command = json.loads(os.environ.get("MARGINALIA", '["npx", "marginalia"]'))
digits = load_digits()
x, y = torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
folder = Path(tempfile.mkdtemp())
np.save(folder / "pool.npy", x.numpy())
body, head = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU()), torch.nn.Linear(32, 10)
torch.manual_seed(0)
known = torch.randperm(len(x))[:20].tolist()
for _ in range(4):
    optimizer = torch.optim.Adam([*body.parameters(), *head.parameters()], lr=0.01)
    for _ in range(200):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(head(body(x[known])), y[known]).backward()
        optimizer.step()
    with torch.no_grad():
        feature = body(x)
        probability = torch.softmax(head(feature), dim=1)
    rest = torch.ones(len(x), dtype=torch.bool).index_fill(0, torch.tensor(known), False)
    print(f"{len(known)} labels, {(probability.argmax(1) == y)[rest].float().mean():.3f} right on the rest")
    np.save(folder / "feature.npy", feature.numpy())  # what the last layer sees
    np.save(folder / "probability.npy", probability.numpy())
    (folder / "labels.csv").write_text("id,label\n" + "".join(f"{at},{int(y[at])}\n" for at in known))
    columns = ["-c", "feature=feature.npy", "-c", "probability=probability.npy", "--classes", "0,1,2,3,4,5,6,7,8,9"]
    words = [*command, "select", "pool.npy", "-s", "badge", "-b", "20", "-l", "labels.csv", "-f", "json", "-q", *columns]
    said = subprocess.run(words, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
    known += [one["position"] for one in json.loads(said)["picks"]]
