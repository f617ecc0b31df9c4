"""Writes pictures.json: gray, sizes, cuts and resized images by Pillow and torchvision.

python3 packages/datasets/test/golden/pictures.py > packages/datasets/test/golden/pictures.json

Pillow up to 12 resizes columns first, always; Pillow 13 resizes rows first where an image becomes flatter, which on bytes
rounds otherwise. Ours is the former, with which published models were trained; run it with Pillow 12.
"""

import json
import random

import numpy as np
import PIL
import torchvision
from PIL import Image
from torchvision import transforms as T
from torchvision.transforms import InterpolationMode

random.seed(1)
filters = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
modes = {"bilinear": InterpolationMode.BILINEAR, "bicubic": InterpolationMode.BICUBIC}


def noise(tall, wide, channels):
    return np.array([random.choice([0, 255, random.randrange(256)]) for _ in range(tall * wide * channels)], np.uint8)


def image_of(pixels, tall, wide, channels):
    shape = (tall, wide) if channels == 1 else (tall, wide, channels)
    return Image.fromarray(pixels.reshape(shape))


def resized(pixels, tall, wide, channels, to_tall, to_wide, filter):
    image = image_of(pixels, tall, wide, channels).resize((to_wide, to_tall), filters[filter])
    return {"from": [tall, wide, channels], "to": [to_tall, to_wide], "interpolation": filter, "levels": "bytes",
            "pixels": pixels.tolist(), "wanted": np.asarray(image).flatten().tolist()}


def real(tall, wide, to_tall, to_wide, filter):
    pixels = np.array([random.uniform(-3, 3) for _ in range(tall * wide)], np.float32)
    image = Image.fromarray(pixels.reshape(tall, wide)).resize((to_wide, to_tall), filters[filter])
    return {"from": [tall, wide, 1], "to": [to_tall, to_wide], "interpolation": filter, "levels": "real",
            "pixels": [float(v) for v in pixels], "wanted": [float(v) for v in np.asarray(image).flatten()]}


def begins(length, part):
    """Where the cut begins; negative where pixels are missing. Pixel i of the row holds i + 1, missing ones hold 0."""
    row = Image.fromarray(np.arange(1, length + 1, dtype=np.int32).reshape(1, length))
    cut = np.asarray(T.functional.center_crop(row, [1, part])).flatten()
    at = int(np.argmax(cut > 0))
    return [length, part, int(cut[at]) - 1 - at]


def covers(tall, wide, short):
    image = T.functional.resize(Image.new("L", (wide, tall)), short)
    return [tall, wide, short, image.height, image.width]


def prepared(tall, wide, channels, resize, crop, filter, gray):
    pixels = noise(tall, wide, channels)
    mean, std = ([0.4], [0.3]) if gray or channels == 1 else ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    steps = [T.Grayscale(1)] if gray else []
    steps += [T.Resize(resize, modes[filter]), T.CenterCrop(crop), T.ToTensor(), T.Normalize(mean, std)]
    out = T.Compose(steps)(image_of(pixels, tall, wide, channels))
    spec = {"resize": resize, "crop": crop, "interpolation": filter, "channels": out.shape[0], "mean": mean, "std": std}
    return {"shape": [tall, wide, channels], "pixels": pixels.tolist(), "spec": spec, "dims": [1, *out.shape],
            "wanted": [round(v, 7) for v in out.flatten().tolist()]}


colors = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [1, 1, 1], [254, 255, 253]]
colors += [[random.randrange(256) for _ in range(3)] for _ in range(200)]
strip = np.array(colors, np.uint8).reshape(1, -1, 3)
edge = np.array([0] * 8 + [255] * 8, np.uint8)

print(json.dumps({
    "source": f"Pillow {PIL.__version__}, torchvision {torchvision.__version__}",
    "gray": {"colors": colors, "wanted": np.asarray(Image.fromarray(strip).convert("L")).flatten().tolist()},
    "middles": [begins(length, part) for length in range(1, 14) for part in range(1, 14)]
    + [begins(341, 224), begins(256, 224), begins(342, 224), begins(343, 224), begins(224, 225)],
    "covers": [covers(480, 640, 256), covers(640, 480, 256), covers(375, 500, 224), covers(7, 13, 5), covers(100, 30, 10),
               covers(333, 1000, 256), covers(5, 5, 3), covers(1000, 667, 255)],
    "resized": [
        resized(edge, 1, 16, 1, 1, 24, "bicubic"),
        resized(edge, 16, 1, 1, 24, 1, "bicubic"),
        resized(noise(9, 7, 3), 9, 7, 3, 5, 13, "bicubic"),
        resized(noise(9, 7, 3), 9, 7, 3, 13, 5, "bilinear"),
        resized(noise(6, 11, 1), 6, 11, 1, 17, 3, "bicubic"),
        resized(noise(12, 10, 1), 12, 10, 1, 4, 4, "bilinear"),
        resized(noise(5, 8, 1), 5, 8, 1, 5, 3, "bicubic"),
        real(6, 5, 9, 4, "bicubic"),
        real(4, 9, 3, 14, "bilinear"),
    ],
    "prepared": [
        prepared(12, 16, 3, 9, 7, "bicubic", False),
        prepared(17, 11, 3, 8, 8, "bilinear", False),
        prepared(12, 16, 3, 9, 6, "bicubic", True),
        prepared(10, 13, 1, 20, 24, "bicubic", False),
    ],
}))
