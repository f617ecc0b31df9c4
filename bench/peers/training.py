"""Images a second of PyTorch (fp32) on bench/training.ts's case: ResNet-18, 3 x 3 stem, batches of 32."""
import resource
import sys
import time

import torch
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


def main():
    stem = sys.argv[1] if len(sys.argv) > 1 else "3x3"
    batches = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    if len(sys.argv) > 3:
        torch.set_num_threads(int(sys.argv[3]))
    torch.manual_seed(1)
    net = ResNet18(stem == "3x3-pool")
    optimizer = torch.optim.SGD(net.parameters(), 0.01, 0.9, nesterov=True)
    for epoch in range(2):
        start, cpu = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
        for _ in range(batches):
            x, y = torch.rand(32, 3, 32, 32) - 0.5, torch.arange(32) % 10
            loss = F.cross_entropy(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss.item()
        wall = time.perf_counter() - start
        cpu = resource.getrusage(resource.RUSAGE_SELF).ru_utime - cpu
        count = 32 * batches
        print(f"pytorch {torch.__version__} {torch.get_num_threads()} threads epoch {epoch + 1}: "
              f"{count / wall:.1f} images/s, {count / cpu:.1f} a CPU second")


main()
