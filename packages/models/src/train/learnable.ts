/** What there is to learn from: items with their classes. */
import * as Message from "@marginalia/core/Message"
import { notes } from "@marginalia/core/Notices"
import { type ClassFacts, resolveClasses } from "@marginalia/datasets/files/classes"
import { decoding, InvalidInput } from "@marginalia/datasets/files/errors"
import { type LabelOptions, type PoolIds, readLabels } from "@marginalia/datasets/files/labels"
import { refuseLabels } from "@marginalia/datasets/files/leak"
import { refuseLabelSettings } from "@marginalia/datasets/labels/settings"
import { readVocabulary } from "@marginalia/datasets/labels/vocabulary"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import type { Labeled } from "./epochs.ts"

/** The labeled items (`data`), and the names of their classes by number (`classNames`). */
export interface Learnable {
  readonly data: Labeled
  readonly classNames: ReadonlyArray<string>
}

/** Which labels there are, and how they are read. */
export interface LearnableOptions extends Omit<LabelOptions, "pool" | "strangers"> {
  /** The file or folder of the labels, in any form that labels come in. Default: those that the items came with. */
  readonly labels?: string | undefined
  /** The classes in the order of their numbers, with commas between. Default: the data set's, else the sorted labels. */
  readonly classes?: string | undefined
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

const everything = Effect.fnUntraced(function*(found: FoundItems, options: LearnableOptions) {
  const { items, labels, name } = found, skip = options.skip ?? []
  yield* refuseLabelSettings(options, labels !== undefined)
  if (labels === undefined) {
    const problem = `${name} comes without labels`
    const hint = Message.text`give them: ${Message.setting("labels", { example: "labels.csv" })}, of id,label`
    return yield* new UsageProblem({ problem, hint, reason: "Missing", setting: "labels" })
  }
  const given = Uint32Array.from(labels.keys()).filter((position) => labels[position]! >= 0)
  const read = readVocabulary(Array.from(given, (position) => found.classNames[labels[position]!]!), skip)
  yield* notes(read.notes)
  const skipped = new Set(skip.map((word) => word.trim()))
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
      return { names, labels: labels.map((label) => names.indexOf(label)), notes: [] as ReadonlyArray<Message.Message> }
    }
    const problem = `the label "${stranger}" is no class of the data set (${names.slice(0, 12).join(", ")})`
    const hint = Message.text`repair it, or give ${Message.setting("classes")}`
    return yield* new InvalidInput({ path, problem, hint, reason: "Unknown", value: stranger, allowed: names })
  }
)

/** The pool as labels are matched with it. */
const poolOf = (found: FoundItems): PoolIds => ({
  path: found.name,
  ids: found.rowNumbers ? undefined : found.ids,
  rows: found.ids.length
})

/** How labels of the items that were `found` are matched with them: they may be of all rows of a file where some are the pool. */
export const matchingOf = (found: FoundItems): { readonly pool: PoolIds; readonly strangers?: "leave out" } => ({
  pool: poolOf(found),
  ...(found.isPart === true ? { strangers: "leave out" } : {})
})

/** Labels of items, by the items' ids and the names of the classes. */
export interface NamedLabels {
  readonly ids: ReadonlyArray<string>
  /** The class of each of these items. */
  readonly labels: ReadonlyArray<string>
  /** What there is to say of them. */
  readonly notes: ReadonlyArray<Message.Message>
}

/** The classes as given, else the data set's, else the labels' own. */
const classesOf = (
  found: FoundItems,
  path: string,
  { labels }: NamedLabels,
  { classes: given, facts }: NumberingOptions
) => {
  const known = given === undefined && found.kind !== "pool" && found.classNames.length > 0
  if (facts === undefined) {
    return known
      ? ofDataSet(found.classNames, path, labels)
      : resolveClasses({ given, labels, probability: undefined })
  }
  const own = known ? [{ what: `the classes of ${found.name}`, names: found.classNames }] : []
  return resolveClasses({ given, labels, ...facts, stated: [...own, ...facts.stated ?? []] })
}

/** What classes are numbered by. */
export interface NumberingOptions {
  /** The classes in the order of their numbers, with commas between. Default: the data set's, else the sorted labels. */
  readonly classes?: string | undefined
  /** The columns that the numbers must fit, where a model has said something already. Default: nothing has. */
  readonly facts?: Pick<ClassFacts, "probability" | "stated"> | undefined
}

/**
 * What there is to learn from labels of the items that were `found`: the classes are those that are given, else the data set's,
 * else the labels' own, sorted. Fails as {@link readLearnable} does.
 */
export const learnableOf = Effect.fn("learnableOf")(
  function*(found: FoundItems, path: string, named: NamedLabels, options: NumberingOptions = {}) {
    const classes = yield* classesOf(found, path, named, options)
    if ("unnumbered" in classes) {
      const { count } = classes
      const problem =
        `the labels name fewer classes than probability has columns, ${count}, and nothing says which is which`
      const hint = Message.text`give ${Message.setting("classes")} in the order of the columns`
      return yield* new UsageProblem({ problem, hint, reason: "Missing", setting: "classes" })
    }
    yield* notes([...named.notes, ...classes.notes])
    const classNames = classes.names ?? []
    if (classNames.length < 2) {
      const problem = `the labels name ${classNames.length === 1 ? `only the class ${classNames[0]}` : "no class"}`
      const hint = Message.text`a classifier takes 2 at least; label more, or give ${Message.setting("classes")}`
      return yield* new InvalidInput({ path, problem, hint, reason: "TooFew", value: classNames.length, expected: 2 })
    }
    const at = positionsOf(found, named.ids)
    const data = { items: found.items, at, labels: Int32Array.from(classes.labels), classes: classNames.length }
    yield* checkLeak(found, found.name, data)
    return { data, classNames } satisfies Learnable as Learnable
  }
)

const fromFile = Effect.fnUntraced(function*(found: FoundItems, path: string, options: LearnableOptions) {
  const { classes, labels: _, ...how } = options
  return yield* learnableOf(found, path, yield* readLabels(path, { ...how, ...matchingOf(found) }), { classes })
})

/**
 * The labeled ones of the items that were `found`: those that the file `labels` of the `options` names, or all whose labels came
 * with them (the default). The classes are those that the options give, else the data set's, else the labels' own, sorted. Items
 * that were declined are not learned from; what the readers noticed is said to `Notices`.
 *
 * Fails with `UsageProblem` where there are no labels, with `InvalidInput` for labels of fewer than two classes or of
 * a class that the data set does not have and for vectors that hold the label, and as `readLabels` does
 * (`InvalidInput`, `FileProblem`).
 */
export const readLearnable = Effect.fn("readLearnable")(function*(found: FoundItems, options: LearnableOptions = {}) {
  const { labels } = options
  return labels === undefined ? yield* everything(found, options) : yield* fromFile(found, labels, options)
})
