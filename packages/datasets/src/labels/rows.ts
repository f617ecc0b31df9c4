/**
 * From the rows of a table to labels: csv, jsonl and parquet alike.
 */
import { Message } from "@marginalia/core"
import { type At, cellName, isBlank, shown } from "../files/cell.ts"
import { Malformed } from "../files/errors.ts"
import { isStatus, type LabelColumns, labelColumns } from "./columns.ts"
import {
  type FormOptions,
  isOpenStatus,
  type LabelForm,
  labelIn,
  type LabelRecord,
  type Reading,
  textOf,
  whereOf
} from "./reading.ts"
import { studioAnswer } from "./studio-answer.ts"

/** Takes rows one by one; the first one decides which columns are what. */
export interface RowCollector {
  /** The columns, where a file has them without a row; with a `sample` of their values they are decided. */
  readonly columns: (names: ReadonlyArray<string>, sample?: ReadonlyArray<unknown>) => void
  /** Throws {@link Malformed}. */
  readonly add: (names: ReadonlyArray<string>, values: ReadonlyArray<unknown>, at: At) => void
  readonly finish: () => Reading
}

/** One column of 0 and 1 says as well which of two classes an item has, and then no item is left out. */
const onlyClass = (name: string, item: unknown, at: At): Malformed =>
  new Malformed(
    `the item ${shown(item)} ${whereOf(at)} has 0 in ${
      shown(name)
    }, the only column beside the files: that is a label of two classes, or means that it has none`,
    Message.text`name the column with ${
      Message.setting("labelField", { value: name })
    } if it holds the labels; else leave these rows out`,
    { reason: "Ambiguous", ...at, column: name, value: 0, allowed: [name] }
  )

/** The class whose cell is 1; undefined where none is. Throws {@link Malformed} for several, and for other cells. */
const oneHot = (names: ReadonlyArray<string>, values: ReadonlyArray<unknown>, at: At): string | undefined => {
  const classes = names.flatMap((name, i) => {
    if (i === 0) return []
    const cell = String(values[i]).trim()
    if (cell === "0" || cell === "1") return cell === "1" ? [name.trim()] : []
    throw new Malformed(
      `${whereOf(at).slice(3)}, column ${shown(name.trim())} holds ${shown(values[i])}`,
      "use 0 or 1",
      { reason: "Value", ...at, column: name.trim(), value: values[i], expected: "0 or 1" }
    )
  })
  const [first, second] = classes
  if (first === undefined && names.length === 2) throw onlyClass(names[1]!.trim(), values[0], at)
  if (second === undefined) return first
  const problem = `the image ${shown(values[0])} ${whereOf(at)} has the classes ${shown(first)} and ${shown(second)}`
  throw new Malformed(
    problem,
    "several labels an item cannot be taken: export single-label classification, or keep one",
    { reason: "Ambiguous", ...at, value: values[0], allowed: classes }
  )
}

/** What names the item: what comes first, unless it is one of an export's data fields, and others where they are there. */
const namesIn = (columns: LabelColumns, valueOf: (name: string) => unknown, at: At): LabelRecord["names"] =>
  Object.fromEntries(
    columns.names.flatMap((name, i) => {
      const value = valueOf(name)
      const key = name.trim().toLowerCase() === "id" ? "id" : name.trim()
      if (isBlank(value) && (i > 0 || columns.form === "label-studio-csv")) return []
      return [[key, cellName(value, name.trim(), at)] as const]
    })
  )

/** Annotations of the same task by several people, where these agree, as one. */
const byTask = (records: ReadonlyArray<LabelRecord & { readonly task: string }>): ReadonlyArray<LabelRecord> => {
  const tasks = new Map<string, LabelRecord & { readonly task: string }>()
  for (const one of records) {
    const earlier = tasks.get(one.task)
    if (earlier === undefined) tasks.set(one.task, one)
    else if (earlier.label !== one.label) {
      throw new Malformed(
        `task ${one.task} has the label ${shown(earlier.label)} ${earlier.where} and ${shown(one.label)} ${one.where}`,
        "an item has one label here: keep one of the annotations",
        { reason: "Ambiguous", value: one.task, allowed: [earlier.label ?? "", one.label ?? ""] }
      )
    }
  }
  return [...tasks.values()].map(({ label, names, where }) => ({ label, names, where }))
}

const isSame = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a === b || (a.length === b.length && a.every((name, i) => name === b[i]))

/** Collects the rows of a file in this form. */
export const makeRows = (form: LabelForm, options: FormOptions): RowCollector => {
  const records: Array<LabelRecord & { readonly task: string }> = []
  const ignored = new Set<string>()
  let plan: LabelColumns | undefined
  let before: ReadonlyArray<string> = []
  let decided = false
  const labelOf = (columns: LabelColumns, names: ReadonlyArray<string>, values: ReadonlyArray<unknown>, at: At) => {
    const { form: kind, label } = columns
    if (label === undefined) return oneHot(names, values, at)
    const value = values[names.indexOf(label)]
    return kind === "label-studio-csv"
      ? studioAnswer(value, form !== "json", whereOf(at))
      : labelIn(value, label.trim(), at)
  }
  const statusOf = ({ form: kind }: LabelColumns, names: ReadonlyArray<string>, values: ReadonlyArray<unknown>) => {
    const place = kind === "table" || kind === "metadata" ? names.findIndex((name) => isStatus(name)) : -1
    return textOf(values[place])?.trim()
  }
  return {
    columns: (names, sample) => {
      plan = labelColumns(names, sample ?? [], "line 1", options)
      decided = sample !== undefined
    },
    add: (names, values, at) => {
      const line = whereOf(at).slice(3)
      if (!decided && (records.length === 0 || (plan?.form !== "label-studio-csv" && !isSame(names, before)))) {
        plan = labelColumns(names, values, line, options)
        before = names
        for (const name of plan.ignored) ignored.add(name.trim())
      }
      const columns = plan!
      const task = names.findIndex((name) => name.trim().toLowerCase() === "id")
      const label = labelOf(columns, names, values, at)
      const status = label === null ? statusOf(columns, names, values) : undefined
      records.push({
        names: namesIn(columns, (name) => values[names.indexOf(name)], at),
        label: isOpenStatus(status) ? undefined : label,
        ...(status === undefined ? {} : { status }),
        where: whereOf(at),
        task: String(task < 0 ? at.row : values[task])
      })
    },
    finish: () => {
      const found = plan?.form ?? "table"
      return {
        form: found === "table" ? form : found,
        records: found === "label-studio-csv"
          ? byTask(records)
          : records.map(({ label, names, status, where }) => ({
            names,
            label,
            where,
            ...(status === undefined ? {} : { status })
          })),
        notes: ignored.size === 0 ? [] : [`ignored in the labels: ${[...ignored].map(shown).join(", ")}`],
        guessed: plan?.guessed
      }
    }
  }
}
