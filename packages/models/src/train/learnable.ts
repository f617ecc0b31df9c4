/**
 * What there is to learn from: items with their classes.
 */
import { notes } from "@marginalia/core/Notices"
import { resolveClasses } from "@marginalia/datasets/files/classes"
import { decoding, InvalidInput } from "@marginalia/datasets/files/errors"
import { readLabels } from "@marginalia/datasets/files/labels"
import { refuseLabels } from "@marginalia/datasets/files/leak"
import { readVocabulary } from "@marginalia/datasets/labels/vocabulary"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems } from "@marginalia/datasets/read-items"
import type { Labeled } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { checkLabelsHow, labelOptions, type LabelsHow } from "../labels-flags.ts"

/** The labeled items, and the names of their classes by number. */
export interface Learnable {
  readonly data: Labeled
  readonly classNames: ReadonlyArray<string>
}

/** Refuses a pool whose vectors hold the label. */
const checkLeak = (
  { columns, items, kind }: FoundItems,
  path: string,
  { at, labels }: Pick<Labeled, "at" | "labels">
) => {
  if (kind !== "pool" || columns?.named === true || !("data" in items)) return Effect.void
  const { data, rows, shape } = items
  if (!(data instanceof Float32Array)) return Effect.void
  const matrix = { data, rows, cols: shape.reduce((size, side) => size * side, 1) }
  return Effect.flatMap(decoding(path, () => refuseLabels(matrix, columns?.names, { at, labels })), notes)
}

const everything = Effect.fnUntraced(function*(found: FoundItems, how: LabelsHow) {
  const { items, labels, name } = found, { skipLabel } = how
  yield* checkLabelsHow(how, labels !== undefined)
  if (labels === undefined) {
    const problem = `${name} comes without labels`
    return yield* new UsageProblem({ problem, hint: "give them: --labels labels.csv, of id,label" })
  }
  const given = Uint32Array.from(labels.keys()).filter((position) => labels[position]! >= 0)
  const read = readVocabulary(Array.from(given, (position) => found.classNames[labels[position]!]!), skipLabel)
  yield* notes(read.notes)
  const skipped = new Set(skipLabel.map((word) => word.trim()))
  const classNames = found.classNames.filter((known) => !skipped.has(known))
  const number = new Map(classNames.map((known, i) => [known, i]))
  const learned = {
    items,
    at: given.filter((_, i) => read.classes[i] !== null),
    labels: Int32Array.from(read.classes.filter((known) => known !== null), (known) => number.get(known)!),
    classes: classNames.length
  }
  yield* checkLeak(found, name, learned)
  return { data: learned, classNames } satisfies Learnable as Learnable
})

const positionsOf = ({ ids: all }: FoundItems, ids: ReadonlyArray<string>): Uint32Array => {
  const positions = new Map(all.map((id, position) => [id, position]))
  return Uint32Array.from(ids, (id) => positions.get(id)!)
}

/** The labels by the data set's own names. */
const ofDataSet = Effect.fnUntraced(
  function*(names: ReadonlyArray<string>, path: string, labels: ReadonlyArray<string>) {
    const stranger = labels.find((label) => !names.includes(label))
    if (stranger === undefined) {
      return { names, labels: labels.map((label) => names.indexOf(label)), notes: [] as ReadonlyArray<string> }
    }
    const problem = `the label "${stranger}" is no class of the data set (${names.slice(0, 12).join(", ")})`
    return yield* new InvalidInput({ path, problem, hint: "repair it, or give --classes" })
  }
)

const fromFile = Effect.fnUntraced(
  function*(found: FoundItems, path: string, given: string | undefined, how: LabelsHow) {
    const pool = { path: found.name, ids: found.rowNumbers ? undefined : found.ids, rows: found.ids.length }
    const { ids, labels, notes: said } = yield* readLabels(path, labelOptions(how, pool, found.isPart))
    const classes = given === undefined && found.kind !== "pool" && found.classNames.length > 0
      ? yield* ofDataSet(found.classNames, path, labels)
      : yield* resolveClasses({ given, labels, probability: undefined })
    yield* notes([...said, ...classes.notes])
    const classNames = classes.names ?? []
    if (classNames.length < 2) {
      const problem = `the labels name ${classNames.length === 1 ? `only the class ${classNames[0]}` : "no class"}`
      return yield* new InvalidInput({
        path,
        problem,
        hint: "a classifier takes 2 at least; label more, or give --classes"
      })
    }
    const at = positionsOf(found, ids)
    const data = { items: found.items, at, labels: Int32Array.from(classes.labels), classes: classNames.length }
    yield* checkLeak(found, found.name, data)
    return { data, classNames } satisfies Learnable
  }
)

/**
 * The labeled items: those of `--labels`, or all items of a data set that knows its labels. The classes are `--classes`,
 * else the data set's, else the labels' own, sorted. Items that were declined are not learned from.
 */
export const readLearnable = Effect.fn("readLearnable")(function*(
  found: FoundItems,
  labels: Option.Option<string>,
  classes: Option.Option<string>,
  how: LabelsHow
) {
  return Option.isSome(labels)
    ? yield* fromFile(found, labels.value, Option.getOrUndefined(classes), how)
    : yield* everything(found, how)
})
