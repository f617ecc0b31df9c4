"""Writes network.json: what PyTorch makes of small networks whose weights both sides make from their names.

python3 packages/models/test/golden/network.py > packages/models/test/golden/network.json

Each case: the logits and the features before and after some training steps (batch statistics in training, running ones
in prediction), the losses, and the running statistics of the first batch normalization.
"""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def number(name, i):
    """A number of about (−0.5, 0.5) that depends on a weight's name and place: whole numbers until the division."""
    return (i * 37 + sum(map(ord, name)) * 101) * 7919 % 2003 / 2003 - 0.5


def values(name, shape):
    fan = math.prod(shape[:-1]) if len(shape) > 1 else 4
    size = math.prod(shape)
    if name.endswith(".variance") or name.endswith(".scale"):
        return torch.tensor([1 + number(name, i) / 2 for i in range(size)]).reshape(shape)
    return torch.tensor([number(name, i) * 2 / math.sqrt(fan) for i in range(size)]).reshape(shape)


def dense(name, inputs, outputs):
    layer = nn.Linear(inputs, outputs)
    layer.weight.data = values(f"{name}.weight", [inputs, outputs]).T.clone()
    layer.bias.data = values(f"{name}.bias", [outputs])
    return layer


def conv(name, inputs, outputs, window, stride):
    layer = nn.Conv2d(inputs, outputs, window, stride, (window - 1) // 2, bias=False)
    layer.weight.data = values(name, [window, window, inputs, outputs]).permute(3, 2, 0, 1).clone()
    return layer


def norm(name, channels):
    layer = nn.BatchNorm2d(channels)
    for part, of in (("scale", layer.weight), ("shift", layer.bias), ("mean", layer.running_mean), ("variance", layer.running_var)):
        of.data.copy_(values(f"{name}.{part}", [channels]))
    return layer


class Block(nn.Module):
    def __init__(self, name, inputs, outputs, stride):
        super().__init__()
        self.a = nn.Sequential(conv(f"{name}.a.conv", inputs, outputs, 3, stride), norm(f"{name}.a.norm", outputs))
        self.b = nn.Sequential(conv(f"{name}.b.conv", outputs, outputs, 3, 1), norm(f"{name}.b.norm", outputs))
        same = stride == 1 and inputs == outputs
        self.s = nn.Identity() if same else nn.Sequential(
            conv(f"{name}.s.conv", inputs, outputs, 1, stride), norm(f"{name}.s.norm", outputs))

    def forward(self, x):
        return F.relu(self.b(F.relu(self.a(x))) + self.s(x))


def resnet(spec, channels):
    width, layers = spec["width"], []
    if spec.get("front"):
        layers.append(conv("front", channels, 3, 1, 1))
        channels = 3
    large = spec["stem"] == "7x7"
    layers += [conv("stem.conv", channels, width, 7 if large else 3, 2 if large else 1), norm("stem.norm", width), nn.ReLU()]
    if spec["stem"] != "3x3":
        layers.append(nn.MaxPool2d(3, 2, 1))
    inputs = width
    for stage, count in enumerate({18: [2, 2, 2, 2], 34: [3, 4, 6, 3]}[spec.get("depth", 18)]):
        for i in range(count):
            outputs = width * 2 ** stage
            layers.append(Block(f"stage{stage + 1}.{i}", inputs, outputs, 2 if stage > 0 and i == 0 else 1))
            inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()), inputs


def body(spec, shape):
    if spec["kind"] == "resnet":
        return resnet(spec, shape[-1])
    sizes, layers = [math.prod(shape), *spec.get("hidden", [])], []
    for i, size in enumerate(sizes[1:]):
        layers += [dense(f"hidden{i}", sizes[i], size), nn.ReLU()]
    return nn.Sequential(*layers), sizes[-1]


def prototypes(classes, radius):
    """Kasarla et al. 2022, Algorithm 1."""
    p = torch.tensor([[1.0, -1.0]])
    for k in range(2, classes):
        top = torch.cat([torch.ones(1, 1), -torch.ones(1, k) / k], 1)
        rest = torch.cat([torch.zeros(k - 1, 1), math.sqrt(1 - 1 / k ** 2) * p], 1)
        p = torch.cat([top, rest])
    return radius * p.T


def optimizer(by, parameters):
    if by["kind"] == "adam":
        return torch.optim.Adam(parameters, by["rate"])
    return torch.optim.SGD(parameters, by["rate"], by["momentum"], nesterov=by["nesterov"], weight_decay=by["weightDecay"])


def case(name, spec, shape, rows, classes, by, steps):
    net, features = body(spec, shape)
    head = spec.get("head", {"kind": "learned"})
    fixed = prototypes(classes, head["radius"]) if head["kind"] == "max-separation" else None
    last = dense("head", features, classes if fixed is None else classes - 1)
    whole = nn.ModuleList([net, last])
    x = torch.tensor([number("input", i) * 2 for i in range(rows * math.prod(shape))]).reshape([rows, *shape])
    x = x.permute(0, 3, 1, 2) if len(shape) == 3 else x
    y = torch.tensor([i % classes for i in range(rows)])

    def predict():
        whole.eval()
        with torch.no_grad():
            feature = net(x)
            logits = last(feature) if fixed is None else last(feature) @ fixed.T
            return {"feature": feature.flatten().tolist(), "logits": logits.flatten().tolist()}

    before, losses, took = predict(), [], optimizer(by, whole.parameters())
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(took, steps) if by.get("cosine") else None
    for _ in range(steps):
        whole.train()
        logits = last(net(x)) if fixed is None else last(net(x)) @ fixed.T
        loss = F.cross_entropy(logits, y)
        took.zero_grad()
        loss.backward()
        took.step()
        losses.append(loss.item())
        if schedule is not None:
            schedule.step()
    after = predict()
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    running = {"mean": norms[0].running_mean.tolist(), "variance": norms[0].running_var.tolist()} if norms else None
    return {"name": name, "spec": spec, "shape": shape, "rows": rows, "classes": classes, "by": by, "steps": steps,
            "before": before, "losses": losses, "after": after, "running": running}


sgd = {"kind": "sgd", "rate": 0.1, "momentum": 0.9, "nesterov": False, "weightDecay": 0.01}
nesterov = {**sgd, "nesterov": True, "cosine": True}
adam = {"kind": "adam", "rate": 0.01}
gentle = {**sgd, "rate": 0.01, "weightDecay": 0.0005, "nesterov": True}

print(json.dumps({"source": f"PyTorch {torch.__version__}", "cases": [
    case("linear, SGD with decay", {"kind": "linear"}, [5], 7, 3, sgd, 4),
    case("linear with a separated head, Nesterov, cosine", {"kind": "linear", "head": {"kind": "max-separation", "radius": 0.5}},
         [5], 7, 4, nesterov, 4),
    case("MLP, Nesterov, cosine", {"kind": "mlp", "hidden": [6, 5]}, [4], 9, 3, nesterov, 5),
    case("MLP, Adam", {"kind": "mlp", "hidden": [6]}, [4], 9, 3, adam, 5),
    case("ResNet-18, 3 × 3", {"kind": "resnet", "width": 2, "stem": "3x3"}, [8, 8, 3], 4, 3, gentle, 1),
    case("ResNet-18, 3 × 3 and a pool", {"kind": "resnet", "width": 2, "stem": "3x3-pool"}, [16, 16, 1], 4, 3, gentle, 1),
    case("ResNet-18, 7 × 7 and a front", {"kind": "resnet", "width": 2, "stem": "7x7", "front": True}, [32, 32, 4], 6, 3, gentle, 1),
    case("ResNet-34, 3 × 3", {"kind": "resnet", "width": 2, "depth": 34, "stem": "3x3"}, [8, 8, 3], 4, 3, gentle, 1),
]}))
