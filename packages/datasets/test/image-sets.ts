/** TinyImageNet and ISIC-2019 in small, with their files' real layout. */
import type { KnownDataset } from "../src/known.ts"
import { knownDatasets } from "../src/known.ts"
import { jpg, plain } from "./pictures.ts"

type Files = { readonly [path: string]: Uint8Array | string | Promise<Uint8Array> }

/** Two classes, three images to train and two to test; the value of each image's pixels says which it is. */
export const tinyFiles: Files = {
  "wnids.txt": "n02\nn01\n",
  "words.txt": "n00\tthing\nn01\tgoldfish, Carassius auratus\nn02\tbull frog, frog\n",
  "train/n01/images/n01_0.JPEG": jpg(plain(10, 64, 64)),
  "train/n01/images/n01_1.JPEG": jpg(plain(20, 64, 64)),
  "train/n01/n01_boxes.txt": "n01_0.JPEG\t0\t0\t63\t63\n",
  "train/n02/images/n02_0.JPEG": jpg(plain(30, 64, 64)),
  "val/images/val_0.JPEG": jpg(plain(40, 64, 64)),
  "val/images/val_1.JPEG": jpg(plain(50, 64, 64)),
  "val/val_annotations.txt": "val_0.JPEG\tn02\t0\t32\t44\t62\nval_1.JPEG\tn01\t52\t55\t57\t59\n",
  "test/images/test_0.JPEG": jpg(plain(60, 64, 64))
}

/** The description of {@link tinyFiles}. */
export const tiny: KnownDataset = ((dataset) => ({
  ...dataset,
  name: "tiny",
  classes: 2,
  splits: { train: { ...dataset.splits.train, rows: 3 }, test: { ...dataset.splits.test, rows: 2 } }
}))(knownDatasets.get("tiny-imagenet")!)

const HEADER = "image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK"

/** A row of the table of diagnoses. */
export const isicRow = (id: string, label: number): string =>
  [id, ...Array.from({ length: 9 }, (_, c) => c === label ? "1.0" : "0.0")].join()

/** The table of diagnoses with these classes, one image a class number. */
export const isicTable = (labels: ReadonlyArray<number>): string =>
  [HEADER, ...labels.map((label, i) => isicRow(`ISIC_${String(i).padStart(7, "0")}`, label)), ""].join("\r\n")

/** Five images of a melanoma, ten of a nevus. */
export const isicLabels: ReadonlyArray<number> = Array.from({ length: 15 }, (_, i) => i % 3 === 0 ? 0 : 1)

/** Files of {@link isicLabels}. */
export const isicFiles: Files = {
  "ISIC_2019_Training_GroundTruth.csv": isicTable(isicLabels),
  ...Object.fromEntries(isicLabels.map((_, i) => [
    `ISIC_2019_Training_Input/ISIC_${String(i).padStart(7, "0")}.jpg`,
    jpg(plain(10 * i, 6, 8))
  ]))
}

/** The description of {@link isicFiles}. */
export const isic: KnownDataset = ((dataset) => ({
  ...dataset,
  name: "skin",
  classCounts: [5, 10, 0, 0, 0, 0, 0, 0],
  splits: { train: { ...dataset.splits.train, rows: 12 }, test: { ...dataset.splits.test, rows: 3 } }
}))(knownDatasets.get("isic-2019")!)
