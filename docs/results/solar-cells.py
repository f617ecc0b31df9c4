"""Photos of solar cells in a folder a class: of one crystal or of many, functional or defective. The unsure ones are left out.

Takes the package elpv-dataset of PyPI, unpacked (`pip install --no-deps --target ELPV elpv-dataset`), and nothing else.

    python solar-cells.py ELPV OUT
"""
import shutil
import sys
from pathlib import Path

STATES = {"0.0": "functional", "1.0": "defective"}  # else how likely it is that the cell is defective

packages, out = (Path(arg) for arg in sys.argv[1:3])
data = packages / "elpv_dataset" / "data"
counts = {}
for line in (data / "labels.csv").read_text().splitlines():
    image, likely, crystals = line.split()
    if likely in STATES:
        name = f"{crystals}-{STATES[likely]}"
        counts[name] = counts.get(name, 0) + 1
        (out / name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data / image, out / name / Path(image).name)
print(", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
