/**
 * Label Studio's JSON export: tasks with their data and annotations.
 */
import { Message, Quote } from "@marginalia/core"
import { shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { type FormOptions, isOpenStatus, type LabelRecord, oneLabel, type Reading, textOf } from "./reading.ts"

/** An object of such an export. */
export type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const objects = (value: unknown): ReadonlyArray<Json> => Array.isArray(value) ? value.filter(isObject) : []

/** Whether these objects are tasks; a task of an old export says `completions`. */
export const isTasks = (list: ReadonlyArray<unknown>): boolean => {
  const [first] = list
  return isObject(first) && isObject(first["data"]) && ("annotations" in first || "completions" in first)
}

/** What people answered to a task, one a person. */
export const annotationsOf = (task: Json): ReadonlyArray<Json> => objects(task["annotations"] ?? task["completions"])

/** Whether that person skipped the task. */
export const isCancelled = (annotation: Json): boolean => annotation["was_cancelled"] === true

/** The answers that are labels of the whole item: choices, numbers and ratings; `undefined` for boxes and the like. */
const answerOf = ({ type, value }: Json): ReadonlyArray<string> | undefined => {
  const given = isObject(value) && typeof type === "string" && ["choices", "rating", "number"].includes(type)
    ? value[type]
    : undefined
  if (Array.isArray(given)) return given.flatMap((one) => textOf(one) ?? [])
  const text = textOf(given)
  return text === undefined ? undefined : [text]
}

/** The question whose answers are the labels: the one named, else the only one that has such answers. */
export const questionOf = (tasks: ReadonlyArray<Json>, { labelField }: FormOptions): string | undefined => {
  const asked = new Set<string>()
  let results = 0
  for (const annotation of tasks.flatMap(annotationsOf)) {
    for (const result of objects(annotation["result"])) {
      results++
      if (answerOf(result) !== undefined) asked.add(String(result["from_name"]))
    }
  }
  if (labelField !== undefined) {
    if (asked.has(labelField)) return labelField
    const problem = `no annotation answers ${shown(labelField)}`
    const hint = Message.text`give ${Message.setting("labelField")} one of ${Quote.list([...asked])}`
    throw new Malformed(problem, hint, {
      reason: "Unknown",
      setting: "labelField",
      value: labelField,
      allowed: [...asked]
    })
  }
  const [first, second] = asked
  if (first === undefined && results > 0) {
    throw new Malformed("no annotation has choices", "only labels of whole items (Choices) can be taken", {
      reason: "Missing",
      expected: "choices"
    })
  }
  if (second === undefined) return first
  const problem = `the annotations answer ${asked.size} questions (${Quote.list([...asked])})`
  const hint = Message.text`say which holds the label: ${Message.setting("labelField")}`
  throw new Malformed(problem, hint, { reason: "Ambiguous", setting: "labelField", allowed: [...asked] })
}

/** What a task is called: its own data, the likeliest file first. The number of the task is Label Studio's, and no name. */
export const namesOf = (task: Json): LabelRecord["names"] => {
  const data = Object.entries(task["data"] as Json).flatMap(([field, value]) => {
    const text = textOf(value)
    return text === undefined || text === "" ? [] : [[field, text] as const]
  })
  const isFile = ([, text]: readonly [string, string]) => /[/\\]|\.\w{2,5}$/.test(text)
  return Object.fromEntries([...data.filter(isFile), ...data.filter((one) => !isFile(one))])
}

/** What an annotation answers to a question. */
export const answersTo = (annotation: Json, question: string | undefined): ReadonlyArray<string> =>
  objects(annotation["result"]).filter((result) => String(result["from_name"]) === question)
    .flatMap((result) => answerOf(result) ?? [])

/** The label of a task, of its ground truth where there is one: `null` where all who were asked skipped it, `undefined` where nobody answered. */
const labelOf = (task: Json, question: string | undefined, where: string): LabelRecord["label"] => {
  const all = annotationsOf(task), truth = all.filter((one) => one["ground_truth"] === true)
  const annotations = truth.length === 0 ? all : truth, given = annotations.filter((one) => !isCancelled(one))
  const answers = given.flatMap((annotation) => answersTo(annotation, question))
  if (answers.length > 0) return oneLabel(answers, where)
  return annotations.length > 0 && given.length === 0 ? null : undefined
}

/**
 * The labels of tasks: the one choice that all annotations of a task agree on, or those that are its ground truth. Skipped tasks are declined; predictions
 * (pre-annotations) are never taken.
 *
 * Throws {@link Malformed}: several choices, annotations that disagree, more than one question.
 */
export const taskLabels = (tasks: ReadonlyArray<Json>, options: FormOptions): Reading => {
  const question = questionOf(tasks, options)
  const records = tasks.map((task, i): LabelRecord => {
    if (!isObject(task["data"])) {
      throw new Malformed(`task ${i + 1} of the file has no data`, "export it again", {
        reason: "Missing",
        row: i,
        expected: "data"
      })
    }
    const where = `in task ${textOf(task["id"]) ?? i + 1}`
    const status = isObject(task["meta"]) ? textOf(task["meta"]["status"]) : undefined
    const label = isOpenStatus(status) ? undefined : labelOf(task, question, where)
    return { names: namesOf(task), label, ...(label === null && status !== undefined ? { status } : {}), where }
  })
  return { form: "label-studio-json", records, notes: [] }
}
