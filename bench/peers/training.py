"""Images a second of PyTorch (fp32) on bench/training.ts's case: ResNet-18, 3 x 3 stem, batches of 32."""
import time

import torch
from common import done, given
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.a = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.an = nn.BatchNorm2d(outputs)
        self.b = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn = nn.BatchNorm2d(outputs)
        same = stride == 1 and inputs == outputs
        self.s = None if same else nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn(self.b(F.relu(self.an(self.a(x)))))
        return F.relu(y + (x if self.s is None else self.s(x)))


class ResNet18(nn.Module):
    def __init__(self, pool):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU())
        self.pool = nn.MaxPool2d(3, 2, 1) if pool else nn.Identity()
        widths = [64, 64, 64, 128, 128, 256, 256, 512, 512]
        self.blocks = nn.Sequential(*[
            Block(widths[i], widths[i + 1], 2 if widths[i] != widths[i + 1] else 1) for i in range(8)
        ])
        self.head = nn.Linear(512, 10)

    def forward(self, x):
        return self.head(self.blocks(self.pool(self.stem(x))).mean((2, 3)))


task, size, _ = given()
torch.set_num_threads(task["threads"])
torch.manual_seed(1)
net = ResNet18(False)
optimizer = torch.optim.SGD(net.parameters(), 0.01, 0.9, nesterov=True)
for _ in range(2):
    start = time.perf_counter()
    for _ in range(size["batches"]):
        x, y = torch.rand(32, 3, 32, 32) - 0.5, torch.arange(32) % 10
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
    seconds = time.perf_counter() - start
done(seconds, rate=32 * size["batches"] / seconds)
