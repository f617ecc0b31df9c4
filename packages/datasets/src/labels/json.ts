/**
 * Labels in one JSON document: which of the forms it is, by what is in it.
 */
import { isBlank } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { checkJson } from "../files/strict-json.ts"
import { cocoLabels, isCoco, isCocoResults } from "./coco.ts"
import { isStudio } from "./columns.ts"
import { isTasks, taskLabels } from "./label-studio.ts"
import type { FormOptions, Reading } from "./reading.ts"
import { makeRows } from "./rows.ts"

type Objects = ReadonlyArray<Readonly<Record<string, unknown>>>

const isObject = (value: unknown): value is Objects[number] =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const parse = (text: string): unknown => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Malformed(`this is not whole JSON (${(cause as Error).message.slice(0, 80)})`, "export it again", {
      reason: "Format",
      expected: "JSON"
    })
  }
  checkJson(text, value)
  return value
}

/** A list of flat objects: JSON-MIN where they have Label Studio's fields, else rows as in jsonl. */
const rowsIn = (objects: Objects, options: FormOptions): Reading => {
  const rows = makeRows("json", options)
  // Each task has the fields that it has answers for.
  const all = [...new Set(objects.flatMap((object) => Object.keys(object)))], studio = isStudio(all)
  if (studio) rows.columns(all, all.map((name) => objects.find((object) => !isBlank(object[name]))?.[name]))
  for (const [row, object] of objects.entries()) {
    const names = studio ? all : Object.keys(object)
    rows.add(names, names.map((name) => object[name]), { row })
  }
  const reading = rows.finish()
  return reading.form === "label-studio-csv" ? { ...reading, form: "label-studio-json-min" } : reading
}

/**
 * The labels in a document: COCO, Label Studio's tasks or JSON-MIN, or a list of objects with `id` and `label`.
 *
 * Throws {@link Malformed}.
 */
export const jsonLabels = (text: string, options: FormOptions): Reading => {
  const value = parse(text)
  if (isCoco(value)) return cocoLabels(value)
  const list = Array.isArray(value) ? value : isTasks([value]) ? [value] : undefined
  if (list === undefined || !list.every(isObject)) {
    throw new Malformed(
      "this JSON holds no labels in a form that is known",
      "give Label Studio's JSON, JSON-MIN or CSV, COCO (images, annotations, categories), or a csv of id,label",
      { reason: "Format", expected: "labels" }
    )
  }
  if (isCocoResults(list)) {
    throw new Malformed(
      "these are COCO results, which a model wrote",
      "give the annotations, with images and categories",
      { reason: "Unsupported", value: "COCO results" }
    )
  }
  return isTasks(list) ? taskLabels(list, options) : rowsIn(list, options)
}
