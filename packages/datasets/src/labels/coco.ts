/**
 * COCO: images, annotations, categories; one category an image.
 */
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { type LabelRecord, oneLabel, type Reading, textOf } from "./reading.ts"

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/** Whether a document is COCO. */
export const isCoco = (value: unknown): value is Json =>
  isObject(value) && Array.isArray(value["images"]) && Array.isArray(value["annotations"])

/** Whether a list is what detectors write: scores, by the numbers of images and categories. */
export const isCocoResults = (list: ReadonlyArray<unknown>): boolean => {
  const [first] = list
  return isObject(first) && "image_id" in first && "category_id" in first && "score" in first
}

const list = (value: unknown, what: string): ReadonlyArray<Json> => {
  const found = Array.isArray(value) ? value : []
  const wrong = found.findIndex((one) => !isObject(one))
  if (wrong >= 0) {
    throw new Malformed(`entry ${wrong} of ${what} is no object`, "export it again", {
      reason: "Format",
      row: wrong,
      value: found[wrong],
      expected: "an object"
    })
  }
  return found as ReadonlyArray<Json>
}

/** By number; one that comes twice is refused. */
const byId = (entries: ReadonlyArray<Json>, what: string, field: string): ReadonlyMap<unknown, string> => {
  const found = new Map<unknown, string>()
  for (const entry of entries) {
    const text = textOf(entry[field])
    if (text === undefined) {
      throw new Malformed(`one of the ${what} has no ${field}`, "export it again", {
        reason: "Missing",
        expected: field,
        column: field
      })
    }
    if (found.has(entry["id"])) {
      throw new Malformed(`two ${what} have the id ${shown(entry["id"])}`, "export it again", {
        reason: "Twice",
        value: entry["id"]
      })
    }
    found.set(entry["id"], text)
  }
  return found
}

/** Whether an annotation is of a part of its image only. */
const isPart = ({ bbox }: Json, image: Json | undefined): boolean => {
  if (!Array.isArray(bbox) || bbox.length !== 4) return false
  const [, , wide, tall] = bbox as ReadonlyArray<number>
  return !(wide! >= Number(image?.["width"] ?? NaN) - 1 && tall! >= Number(image?.["height"] ?? NaN) - 1)
}

/**
 * The category of each image; images without an annotation are not labeled. Boxes count for their whole image, with a note.
 *
 * Throws {@link Malformed}: an image of two categories, numbers that stand for nothing, scores (guesses of a model).
 */
export const cocoLabels = (document: Json): Reading => {
  const images = list(document["images"], "images"), annotations = list(document["annotations"], "annotations")
  const files = byId(images, "images", "file_name")
  const categories = byId(list(document["categories"], "categories"), "categories", "name")
  const imageOf = new Map(images.map((image) => [image["id"], image]))
  const labels = new Map<unknown, Array<string>>()
  let parts = 0
  for (const [i, annotation] of annotations.entries()) {
    const { category_id: category, image_id: image } = annotation
    const name = categories.get(category)
    if (!files.has(image)) {
      throw new Malformed(`annotation ${i} is of image ${shown(image)}, which is not there`, "add it", {
        reason: "Unknown",
        row: i,
        column: "image_id",
        value: image,
        allowed: [...files.keys()].map(String)
      })
    }
    if (name === undefined) {
      throw new Malformed(`annotation ${i} is of category ${shown(category)}, which is not there`, "add it", {
        reason: "Unknown",
        row: i,
        column: "category_id",
        value: category,
        allowed: [...categories.keys()].map(String)
      })
    }
    if (isPart(annotation, imageOf.get(image))) parts++
    labels.set(image, [...labels.get(image) ?? [], name])
  }
  const records = [...files].map(([id, file]): LabelRecord => {
    const where = `in image ${String(id)} (${file})`
    return { names: { file_name: file }, label: oneLabel(labels.get(id) ?? [], where), where }
  })
  const boxes = `${parts} of the annotations are of parts of an image; their categories were taken for the whole`
  const guessed = annotations.some((one) => "score" in one)
    ? "its annotations have scores, as a model's have"
    : undefined
  return { form: "coco", records, notes: parts === 0 ? [] : [boxes], guessed }
}
