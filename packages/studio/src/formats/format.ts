/**
 * The forms in which a project goes out: its labels, and its model.
 */
import type { ExportView } from "../server/wire.ts"

/** A form, as the command line and the page name it. */
export type Format = "csv" | "folders" | "huggingface" | "label-studio" | "cvat" | "coco" | "parquet"

/** What a form is. */
export interface FormatAbout {
  readonly format: Format
  readonly title: string
  /** What is in it, and what is lost, for people. */
  readonly says: string
  /** The ending of its file; a folder has none. */
  readonly ending: "csv" | "json" | "xml" | "parquet" | "folder"
  readonly type: string
  /** What the items have to be; by default anything. */
  readonly of?: "image"
}

/** All forms of labels, the plainest first. */
export const formats: ReadonlyArray<FormatAbout> = [
  {
    format: "csv",
    title: "Table (csv)",
    says: "id, label, who, when, ms, status, split: an item a row, what most people say of it",
    ending: "csv",
    type: "text/csv; charset=utf-8"
  },
  {
    format: "folders",
    title: "A folder a class",
    says:
      "train/CLASS and test/CLASS (test is what was held out), for torchvision, Hugging Face and Ultralytics; labeled images only",
    ending: "folder",
    type: "application/zip",
    of: "image"
  },
  {
    format: "huggingface",
    title: "Hugging Face",
    says: "train and test, images with a metadata.jsonl beside them, texts and rows as jsonl; labeled items only",
    ending: "folder",
    type: "application/zip"
  },
  {
    format: "label-studio",
    title: "Label Studio (JSON)",
    says: "a task an item, an annotation a person, with lead_time; cannot tell and bad are skipped annotations",
    ending: "json",
    type: "application/json"
  },
  {
    format: "cvat",
    title: "CVAT (XML)",
    says: "a tag an image, for “CVAT for images 1.1”; labeled images only, without who said it",
    ending: "xml",
    type: "application/xml",
    of: "image"
  },
  {
    format: "coco",
    title: "COCO (JSON)",
    says: "a box around each whole image, which is not what COCO is for; labeled images only, without who said it",
    ending: "json",
    type: "application/json",
    of: "image"
  },
  {
    format: "parquet",
    title: "Table (parquet)",
    says: "the same columns as the csv",
    ending: "parquet",
    type: "application/vnd.apache.parquet"
  }
]

/** What there is to know of a form. */
export const aboutOf = (format: Format): FormatAbout => formats.find((one) => one.format === format)!

/** All that can be had of a project: its labels in a form, or the model that is learned from them. */
export type Export = Format | "model"

/** What the command line and the page offer, in that order; the model last. */
export const exportForms: ReadonlyArray<Pick<FormatAbout, "says" | "title" | "of"> & { readonly format: Export }> = [
  ...formats,
  {
    format: "model",
    title: "Model",
    says:
      "fitted to all labels that are not held out: a linear network (TensorFlow.js), head.onnx, what its encoder learned of " +
      "the items, and how right it is; marginalia predict takes the folder"
  }
]

/** What suits items of a kind, as the page lists it. */
export const exportsFor = (kind: "image" | "text" | "row"): ReadonlyArray<ExportView> =>
  exportForms.filter(({ of }) => of === undefined || of === kind).map(({ format, says, title }) => ({
    format,
    says,
    title
  }))
