"""Writes views.json: crops by PyTorch's bilinear interpolation, colors by torchvision's formulas and Python's colorsys.

python3 packages/models/test/golden/views.py > packages/models/test/golden/views.json
"""

import colorsys
import json

import torch
import torch.nn.functional as F

torch.manual_seed(0)


def crop(channels, tall, wide, top, left, h, w, flip):
    image = torch.randint(0, 256, (tall, wide, channels)).double()
    part = image[top : top + h, left : left + w].permute(2, 0, 1)[None]
    out = F.interpolate(part, size=(tall, wide), mode="bilinear", align_corners=False)[0].permute(1, 2, 0)
    if flip:
        out = out.flip(1)
    return {
        "shape": [tall, wide, channels],
        "crop": {"top": top, "left": left, "tall": h, "wide": w},
        "flip": flip,
        "image": image.int().flatten().tolist(),
        "wanted": [round(v, 6) for v in out.flatten().tolist()],
    }


def gray(x):
    return x[..., :1] if x.shape[-1] == 1 else (x * torch.tensor([0.2989, 0.587, 0.114]).double()).sum(-1, keepdim=True)


def blend(x, other, factor):
    return (factor * x + (1 - factor) * other).clamp(0, 1)


def turned(x, turn):
    out = x.clone()
    for i, (r, g, b) in enumerate(x.tolist()):
        h, s, v = colorsys.rgb_to_hsv(r, g, b)
        out[i] = torch.tensor(colorsys.hsv_to_rgb((h + turn) % 1, s, v)).double()
    return out


steps = {
    "brightness": lambda x, f: blend(x, torch.zeros_like(x), f),
    "contrast": lambda x, f: blend(x, gray(x).mean(), f),
    "saturation": lambda x, f: blend(x, gray(x), f),
    "hue": turned,
}


def jitter(channels, names, by):
    x = torch.rand(12, channels).double()
    x[0] = 0.5
    x[1] = 0
    x[2] = 1
    if channels == 3:
        x[3] = torch.tensor([0.25, 0.75, 0.75])
    start = x.clone()
    for name in names:
        if channels == 3 or name in ("brightness", "contrast"):
            x = steps[name](x, by[name])
    return {"channels": channels, "order": names, "by": by, "x": start.flatten().tolist(), "wanted": x.flatten().tolist()}


low = {"brightness": 0.7, "contrast": 0.65, "saturation": 0.8, "hue": -0.08}
high = {"brightness": 1.3, "contrast": 1.4, "saturation": 1.25, "hue": 0.1}

print(json.dumps({
    "crops": [
        crop(1, 6, 6, 1, 2, 4, 3, False),
        crop(1, 6, 6, 1, 2, 4, 3, True),
        crop(3, 5, 7, 0, 0, 5, 7, False),
        crop(3, 5, 7, 2, 3, 3, 2, True),
        crop(1, 4, 5, 3, 4, 1, 1, False),
    ],
    "jitters": [
        jitter(3, ["brightness", "contrast", "saturation", "hue"], low),
        jitter(3, ["hue", "saturation", "contrast", "brightness"], high),
        jitter(3, ["contrast", "hue", "brightness", "saturation"], low),
        jitter(1, ["contrast", "saturation", "brightness", "hue"], high),
    ],
}))
