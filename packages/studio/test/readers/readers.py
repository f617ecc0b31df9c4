"""What other programs' readers make of exports: a line of JSON a reader, or why it is not here.

Tried with datasets 5.2.0, pycocotools 2.0.11, pyarrow 25.0.1, pandas 2.3.3, datumaro 1.13.12, label-studio-sdk 2.1.2.
"""
import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
root = sys.argv[1]
os.environ["HF_DATASETS_OFFLINE"] = os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HOME"] = os.path.join(root, "hf")


def huggingface(name):
    from datasets import load_dataset

    parts = load_dataset("imagefolder", data_dir=os.path.join(root, name))

    def label(part, row):
        feature = part.features["label"]
        return feature.names[row["label"]] if hasattr(feature, "names") else row["label"]

    return {name: sorted([row["image"].size[0], label(part, row)] for row in part) for name, part in parts.items()}


def coco():
    from pycocotools.coco import COCO

    found = COCO(os.path.join(root, "coco.json"))
    names = {one["id"]: one["name"] for one in found.loadCats(found.getCatIds())}
    wide = {one["id"]: one["width"] for one in found.loadImgs(found.getImgIds())}
    return sorted([wide[one["image_id"]], names[one["category_id"]]] for one in found.loadAnns(found.getAnnIds()))


def pandas():
    import pandas as pd

    tables = [pd.read_parquet(os.path.join(root, "labels.parquet")), pd.read_csv(os.path.join(root, "labels.csv"))]
    one, other = [sorted(map(list, zip(table["id"], table["label"], table["split"]))) for table in tables]
    return one if one == other else [one, other]


def label_studio():
    from label_studio_sdk.converter import Converter

    out = os.path.join(root, "label-studio")
    os.makedirs(out)
    with open(os.path.join(root, "config.xml"), encoding="utf-8") as file:
        converter = Converter(file.read(), project_dir=None)
    converter.convert_to_json_min(os.path.join(root, "tasks.json"), output_dir=out, is_dir=False)
    with open(os.path.join(out, "result.json"), encoding="utf-8") as file:
        return sorted([one["image"], one["label"]] for one in json.load(file))


def datumaro(folder, form):
    import datumaro as dm

    found = dm.Dataset.import_from(os.path.join(root, folder), form)
    names = [one.name for one in found.categories()[dm.AnnotationType.label]]
    parts = {name: list(part) for name, part in found.subsets().items()}
    return {name: sorted(names[note.label] for one in part for note in one.annotations) for name, part in parts.items()}


readers = {
    "folders": lambda: huggingface("folders"),
    "huggingface": lambda: huggingface("huggingface"),
    "coco": coco,
    "parquet": pandas,
    "label-studio": label_studio,
    "cvat": lambda: datumaro("cvat", "cvat"),
    "imagenet": lambda: datumaro("folders", "imagenet_with_subset_dirs"),
}
for name, read in readers.items():
    try:
        print(json.dumps({"reader": name, "found": read()}), flush=True)
    except ImportError as error:
        print(json.dumps({"reader": name, "missing": str(error)}), flush=True)
    except Exception as error:
        print(json.dumps({"reader": name, "problem": f"{type(error).__name__}: {error}"}), flush=True)
