/**
 * Labels as other programs import and export them: Label Studio, COCO, CVAT, ImageNet's lists.
 */
import { sortedClasses } from "../class-order.ts"
import type { Row, WriteOptions } from "./answers.ts"
import { printCsv } from "./print-tables.ts"

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** Tasks to be imported by Label Studio: a choice each; a declined item's annotation is skipped. */
export const printTasks = (
  rows: ReadonlyArray<Row>,
  { dataField = "image", labelField = "label" }: WriteOptions
): string =>
  json(rows.map(([id, label], i) => ({
    id: i + 1,
    data: { [dataField]: id },
    annotations: [{
      id: i + 1,
      was_cancelled: label === null,
      result: label === null
        ? []
        : [{ id: `r${i + 1}`, from_name: labelField, to_name: dataField, type: "choices", value: { choices: [label] } }]
    }],
    predictions: []
  })))

/** Label Studio's short JSON. */
export const printTasksMin = (
  rows: ReadonlyArray<Row>,
  { dataField = "image", labelField = "label" }: WriteOptions
): string =>
  json(rows.map(([id, label], i) => ({
    [dataField]: id,
    id: i + 1,
    [labelField]: label,
    annotator: 1,
    annotation_id: i + 1,
    lead_time: null
  })))

/** A label that would be read as JSON, as JSON. */
const answer = (label: string | null): string | null =>
  label !== null && /^[[{]/.test(label) ? JSON.stringify({ choices: [label] }) : label

/** Label Studio's CSV. */
export const printTasksCsv = (
  rows: ReadonlyArray<Row>,
  { dataField = "image", labelField = "label" }: WriteOptions
): string =>
  printCsv(
    ["annotation_id", "annotator", "id", dataField, labelField, "lead_time"],
    rows.map(([id, label], i) => [String(i + 1), "1", String(i + 1), id, answer(label), ""])
  )

/** COCO of whole images: categories are numbered from 1 in the one order of classes. */
export const printCoco = (rows: ReadonlyArray<Row>): string => {
  const classes = sortedClasses(rows.flatMap(([, label]) => label ?? []))
  const number = new Map(classes.map((name, i) => [name, i + 1]))
  return json({
    info: {},
    licenses: [],
    categories: classes.map((name, i) => ({ id: i + 1, name, supercategory: "" })),
    images: rows.map(([id], i) => ({ id: i + 1, file_name: id })),
    annotations: rows.map(([, label], i) => ({ id: i + 1, image_id: i + 1, category_id: number.get(label!)! }))
  })
}

const escapes: { readonly [character: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;" }

const escaped = (text: string): string =>
  text.replace(/[&<>"\t\n\r\u0085\u2028]/g, (char) => escapes[char] ?? `&#${char.charCodeAt(0)};`)

/** CVAT for images 1.1: a tag an image, the labels among the task's. */
export const printCvat = (rows: ReadonlyArray<Row>): string => {
  const image = ([id, label]: Row, i: number) =>
    `  <image id="${i}" name="${escaped(id)}">\n    <tag label="${
      escaped(label!)
    }" source="manual"></tag>\n  </image>\n`
  const names = sortedClasses(rows.flatMap(([, label]) => label ?? []))
  const labels = names.map((name) => `        <label><name>${escaped(name)}</name><attributes></attributes></label>\n`)
  const meta = `  <meta>\n    <task>\n      <size>${rows.length}</size>\n      <mode>annotation</mode>\n` +
    `      <labels>\n${labels.join("")}      </labels>\n    </task>\n  </meta>\n`
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n${meta}${
    rows.map(image).join("")
  }</annotations>\n`
}

/** A name in quotes where it is not plain; its ending stands after them, where Datumaro looks for it. */
const listed = (file: string): string => {
  if (/^[\w./-]+$/.test(file)) return file
  const [, stem = file, ending = ""] = /^(.+)(\.\w+)$/s.exec(file) ?? []
  return `"${stem.replace(/["\\]/g, "\\$&")}"${ending}`
}

/** A list in ImageNet's way, and the names of its classes. */
export const printList = (rows: ReadonlyArray<Row>): { readonly list: string; readonly synsets: string } => {
  const classes = sortedClasses(rows.flatMap(([, label]) => label ?? []))
  const number = new Map(classes.map((name, i) => [name, i]))
  return {
    list: rows.map(([id, label]) => `${listed(id)} ${number.get(label!)!}\n`).join(""),
    synsets: classes.map((name) => `${name}\n`).join("")
  }
}
