/** Data sets that are folders of images. */
import { normalizations } from "../normalization.ts"
import type { KnownDataset } from "./description.ts"

/** TinyImageNet: 200 of ImageNet's classes at 64 × 64 (Stanford's CS231n). Its images to validate are the test split. */
export const tinyImagenet: KnownDataset = {
  name: "tiny-imagenet",
  title: "TinyImageNet, two hundred kinds of things",
  format: "tiny-imagenet",
  classNames: [],
  classes: 200,
  shape: [64, 64, 3],
  splits: {
    train: { rows: 100_000, files: [{ names: ["wnids.txt"] }, { names: ["words.txt"] }, { names: ["train"] }] },
    test: { rows: 10_000, files: [{ names: ["val/val_annotations.txt"] }, { names: ["val/images"] }] }
  },
  normalization: normalizations.tinyImagenet,
  folders: ["tiny-imagenet", "tiny-imagenet-200", "tiny-imagenet/tiny-imagenet-200"],
  home: "http://cs231n.stanford.edu/",
  terms: "ImageNet's: for non-commercial research and education",
  published: [{
    name: "tiny-imagenet-200.zip",
    checksum: "md5:90528d7ca1a48142e341f4ef8d21d0de",
    bytes: 248_100_043,
    urls: ["http://cs231n.stanford.edu/tiny-imagenet-200.zip"],
    strip: "tiny-imagenet-200"
  }],
  how: "unpack tiny-imagenet-200.zip into a folder tiny-imagenet"
}

const isicUrl = "https://isic-challenge-data.s3.amazonaws.com/2019/"
const isicFiles = [{ names: ["ISIC_2019_Training_GroundTruth.csv"] }, { names: ["ISIC_2019_Training_Input"] }] as const

/** ISIC-2019: photographs of skin lesions, those to train with. The normalization is ImageNet's: the papers name none. */
export const isic: KnownDataset = {
  name: "isic-2019",
  title: "ISIC-2019, skin lesions",
  format: "isic-2019",
  classNames: [
    "melanoma",
    "melanocytic nevus",
    "basal cell carcinoma",
    "actinic keratosis",
    "benign keratosis",
    "dermatofibroma",
    "vascular lesion",
    "squamous cell carcinoma"
  ],
  classCounts: [4522, 12_875, 3323, 867, 2624, 239, 253, 628],
  shape: [224, 224, 3],
  splits: { train: { rows: 20_265, files: isicFiles }, test: { rows: 5066, files: isicFiles } },
  normalization: normalizations.imagenet,
  folders: ["isic-2019", "isic2019", "ISIC_2019"],
  home: "https://challenge.isic-archive.com/data/#2019",
  terms: "Creative Commons Attribution-NonCommercial 4.0; the challenge asks to cite the sources of its images",
  published: [
    { name: "ISIC_2019_Training_GroundTruth.csv", urls: [`${isicUrl}ISIC_2019_Training_GroundTruth.csv`] },
    { name: "ISIC_2019_Training_Input.zip", urls: [`${isicUrl}ISIC_2019_Training_Input.zip`] }
  ],
  how:
    "put ISIC_2019_Training_GroundTruth.csv and the folder that ISIC_2019_Training_Input.zip holds into a folder isic-2019"
}
