/**
 * Labels as other programs import and export them: Label Studio, COCO, CVAT, ImageNet's lists.
 */
import { sortedClasses } from "../class-order.ts"
import type { Answers, Opinion, Row, WriteOptions } from "./answers.ts"
import { printCsv } from "./print-tables.ts"

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

const annotationOf = (
  label: string | null,
  n: number,
  { dataField = "image", labelField = "label" }: WriteOptions
) => ({
  id: n,
  was_cancelled: label === null,
  result: label === null
    ? []
    : [{ id: `r${n}`, from_name: labelField, to_name: dataField, type: "choices", value: { choices: [label] } }]
})

/**
 * A person's annotation. Label Studio looks `completed_by` up among its users, and refuses the file for one that it has not:
 * it is there where the name is an address, and `created_username`, which it writes and does not look up, always.
 */
const opinionOf = ({ at, decides, label, ms, who }: Opinion, n: number, options: WriteOptions) => ({
  ...annotationOf(label, n, options),
  ground_truth: decides,
  lead_time: ms / 1000,
  created_at: new Date(at).toISOString(),
  created_username: who,
  completed_by: who.includes("@") ? { email: who } : null
})

/**
 * Tasks to be imported by Label Studio: a choice each, or what each person said; a declined item's annotation is skipped, an
 * open item without opinions has none. `meta` holds further columns.
 */
export const printTasks = (
  rows: ReadonlyArray<Row>,
  { columns = {}, open = [], opinions }: Answers,
  options: WriteOptions
): string => {
  const { dataField = "image", taskData = (id: string) => ({ [dataField]: id }) } = options
  const names = Object.entries(columns), first = rows.length - open.length
  let n = 0
  return json(rows.map(([id, label], i) => ({
    id: i + 1,
    data: taskData(id),
    annotations: opinions?.get(id)?.map((opinion) => opinionOf(opinion, ++n, options)) ??
      (i < first ? [annotationOf(label, ++n, options)] : []),
    ...(names.length === 0 ? {} : { meta: Object.fromEntries(names.map(([name, values]) => [name, values[i]])) }),
    predictions: []
  })))
}

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

const splitOf = ({ columns }: Answers, i: number): string | undefined => {
  const value = columns?.["split"]?.[i]
  return typeof value === "string" ? value : undefined
}

const imageOf = (answers: Answers, id: string, i: number) => {
  const split = splitOf(answers, i), size = answers.sizes?.get(id)
  return {
    id: i + 1,
    file_name: id,
    ...(size === undefined ? {} : { width: size[0], height: size[1] }),
    ...(split === undefined ? {} : { split })
  }
}

const boxOf = (size: readonly [number, number] | undefined) =>
  size === undefined ? {} : { bbox: [0, 0, size[0], size[1]], area: size[0] * size[1], iscrowd: 0, segmentation: [] }

/** COCO of whole images: categories are numbered from 1 in the one order of classes; boxes where sizes are known. */
export const printCoco = (rows: ReadonlyArray<Row>, answers: Answers): string => {
  const classes = sortedClasses(rows.flatMap(([, label]) => label ?? []))
  const number = new Map(classes.map((name, i) => [name, i + 1]))
  return json({
    info: {},
    licenses: [],
    categories: classes.map((name, i) => ({ id: i + 1, name, supercategory: "" })),
    images: rows.map(([id], i) => imageOf(answers, id, i)),
    annotations: rows.map(([id, label], i) => ({
      id: i + 1,
      image_id: i + 1,
      category_id: number.get(label!)!,
      ...boxOf(answers.sizes?.get(id))
    }))
  })
}

const escapes: { readonly [character: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;" }

const escaped = (text: string): string =>
  text.replace(/[&<>"\t\n\r\u0085\u2028]/g, (char) => escapes[char] ?? `&#${char.charCodeAt(0)};`)

/** What XML of CVAT is of: a task; of rows with splits a project with a task a split, as readers of subsets look for them there. */
const cvatMeta = (classes: ReadonlyArray<string>, splits: ReadonlyArray<string | undefined>): string => {
  const labels = classes.map((name) =>
    `        <label><name>${escaped(name)}</name><attributes></attributes></label>\n`
  )
  const vocabulary = `      <labels>\n${labels.join("")}      </labels>\n`
  const task = (size: number, more: string): string =>
    `<task>\n      <size>${size}</size>\n      <mode>annotation</mode>\n${more}    </task>\n`
  const counts = Map.groupBy(splits.filter((split) => split !== undefined && split !== ""), (split) => split)
  if (counts.size === 0) return `  <meta>\n    ${task(splits.length, vocabulary)}  </meta>\n`
  const tasks = [...counts].map(([split, { length }]) =>
    `    ${task(length, `      <subset>${escaped(split!)}</subset>\n`)}`
  )
  return `  <meta>\n    <project>\n    <tasks>\n${tasks.join("")}    </tasks>\n${vocabulary}    </project>\n  </meta>\n`
}

/** CVAT for images 1.1: a tag an image, the labels among the task's or the project's. */
export const printCvat = (rows: ReadonlyArray<Row>, answers: Answers): string => {
  const size = (id: string): string => {
    const found = answers.sizes?.get(id)
    return found === undefined ? "" : ` width="${found[0]}" height="${found[1]}"`
  }
  const subset = (i: number): string => {
    const split = splitOf(answers, i)
    return split === undefined || split === "" ? "" : ` subset="${escaped(split)}"`
  }
  const image = ([id, label]: Row, i: number) =>
    `  <image id="${i}" name="${escaped(id)}"${subset(i)}${size(id)}>\n    <tag label="${
      escaped(label!)
    }" source="manual"></tag>\n  </image>\n`
  const names = sortedClasses(rows.flatMap(([, label]) => label ?? []))
  const meta = cvatMeta(names, rows.map((_, i) => splitOf(answers, i)))
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
