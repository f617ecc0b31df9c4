"""Writes contrast.json: NT-Xent and its gradient by PyTorch's autograd, written as SCAN's SimCLRLoss and as Chen et al.'s.

python3 packages/models/test/golden/contrast.py > packages/models/test/golden/contrast.json
"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(1)


def first(z, temperature):
    """SCAN's losses/losses.py: anchors are the first views, contrast is both."""
    b = z.shape[0] // 2
    dot = z[:b] @ z.T / temperature
    logits = dot - dot.max(1, keepdim=True).values.detach()
    mask = torch.eye(b).repeat(1, 2)
    others = torch.scatter(torch.ones_like(mask), 1, torch.arange(b).view(-1, 1), 0).double()
    mask = mask.double() * others
    log_prob = logits - torch.log((torch.exp(logits) * others).sum(1, keepdim=True))
    return -((mask * log_prob).sum(1) / mask.sum(1)).mean()


def both(z, temperature):
    """Cross-entropy over all other views, of every view."""
    n = z.shape[0]
    scores = (z @ z.T / temperature).masked_fill(torch.eye(n, dtype=torch.bool), float("-inf"))
    return F.cross_entropy(scores, (torch.arange(n) + n // 2) % n)


def case(loss, images, width, temperature):
    x = torch.randn(2 * images, width).double().requires_grad_()
    value = loss(F.normalize(x, dim=1), temperature)
    value.backward()
    return {
        "anchors": loss.__name__,
        "temperature": temperature,
        "shape": [2 * images, width],
        "x": x.detach().flatten().tolist(),
        "loss": value.item(),
        "gradient": x.grad.flatten().tolist(),
    }


print(json.dumps([case(loss, *size) for loss in (first, both) for size in ((4, 3, 0.1), (3, 5, 0.5), (2, 1, 1.0), (1, 4, 0.1))]))
