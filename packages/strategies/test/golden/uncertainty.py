"""Writes uncertainty.json: acquisition scores by numpy and scipy, from float32 passes. Run: python3 uncertainty.py"""
import json, os
import numpy as np, scipy
from scipy.special import entr, rel_entr
from scipy.stats import entropy

rng = np.random.default_rng(411)
passes = rng.dirichlet(np.array([0.3, 0.5, 0.8, 1.2]), size=(5, 12)).astype(np.float32)
passes[:, 3] = passes[0, 3]                # all passes agree
passes[:, 4] = np.float32([0, 1, 0, 0])    # sure
passes[:, 5] = np.float32([.25] * 4)       # knows nothing
p = passes[0].astype(float)
t = passes.astype(float)
m = t.mean(0)

def top2(q):
    s = np.sort(q, 1)
    return -(s[:, -1] - s[:, -2])

def h(q):
    return -np.sum(np.where(q > 0, q * np.log(np.where(q > 0, q, 1)), 0), -1)

votes = np.stack([np.bincount(v, minlength=4) for v in t.argmax(2).T])
kl = rel_entr(t, m).sum(2)
out = {
    "source": f"numpy {np.__version__}, scipy {scipy.__version__}",
    "passes": [q.flatten().tolist() for q in passes],
    "scores": {
        "least-confidence": 1 - p.max(1), "margin": top2(p), "entropy": h(p),
        "least-confidence-dropout": 1 - m.max(1), "margin-dropout": top2(m),
        "mc-entropy": entr(m).sum(1), "entropy-dropout": entr(m).sum(1),
        "bald": h(m) - h(t).mean(0), "mean-std": t.std(0).mean(1),
        "variation-ratio": 1 - votes.max(1) / 5, "vote-entropy": entropy(votes, axis=1),
        "consensus-kl": kl.mean(0),
    },
}
out["scores"] = {k: v.tolist() for k, v in out["scores"].items()}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "uncertainty.json"), "w") as f:
    json.dump(out, f, separators=(",", ":"))
