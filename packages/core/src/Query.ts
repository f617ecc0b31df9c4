/**
 * The question: which items of this pool to label next. The one place where input is checked.
 */
import * as Effect from "effect/Effect"
import type { Column, Columns, Given } from "./Columns.ts"
import { InvalidQuery } from "./Errors.ts"
import type { ItemId } from "./Position.ts"
import * as checks from "./query/checks.ts"
import * as columns from "./query/columns.ts"

/** What a query is made from, besides columns. */
export interface Settings {
  /** How many items to choose: a whole number from 1. */
  readonly budget: number
  /** Every random number follows from it: any safe integer. */
  readonly seed: number
  /** The number of items; inferred from the columns or the ids when left out. */
  readonly size?: number
  /** The items' ids in pool order; the positions in decimal when left out. */
  readonly ids?: ReadonlyArray<string>
  /** The positions that have labels. Default none. */
  readonly labeled?: ArrayLike<number>
  /** The class of each labeled item, from 0, in the order of `labeled`; −1 where it is unknown. Default all unknown. */
  readonly labels?: ArrayLike<number>
  /** The positions to choose among; labeled ones are never chosen. Default the whole pool. */
  readonly candidates?: ArrayLike<number>
  /** The number of classes. Default what `probability` or `passes` say, else the highest label plus one. */
  readonly classes?: number
  /** The round of an experiment, from 0. Default 0. */
  readonly round?: number
  /** Lower a budget above the number of unlabeled items to that number, instead of refusing it. Default false. */
  readonly clamp?: boolean
  /**
   * Columns that the caller hands over: a part may write over them instead of making a copy, which halves the memory
   * that a normalized pool takes. Default none: inputs are never written to.
   */
  readonly transfer?: ReadonlyArray<Column>
}

/** What {@link make} takes: settings and any of the columns. */
export type Input = Settings & Partial<Columns>

/** The columns that an input gives. */
export type GivenBy<I> = keyof I & Column

declare const Has: unique symbol

/** A checked question that holds at least the columns `G`: one that holds more may stand in its place. */
export interface Query<in G extends Column = never> {
  readonly [Has]?: (_: G) => void
  readonly size: number
  readonly ids: ReadonlyArray<ItemId> | undefined
  /** Ascending. */
  readonly labeled: Uint32Array
  /** By index into `labeled`. */
  readonly labels: Int32Array
  /** Unlabeled, ascending. */
  readonly candidates: Uint32Array
  readonly classes: number | undefined
  readonly budget: number
  readonly seed: number
  readonly round: number
  readonly clamp: boolean
  readonly transfer: ReadonlyArray<Column>
  readonly columns: Partial<Columns>
}

/** A query of which nothing is known statically. */
export type Any = Query

/** The id of the item at a position. */
export const idOf = (self: Pick<Any, "ids">, position: number): ItemId =>
  self.ids?.[position] ?? (String(position) as ItemId)

const settings = new Set([
  "budget",
  "seed",
  "size",
  "ids",
  "labeled",
  "labels",
  "candidates",
  "classes",
  "round",
  "clamp",
  "transfer"
])

const columnsOf = (input: Input): Partial<Columns> =>
  Object.fromEntries(Object.entries(input).filter(([name, value]) => !settings.has(name) && value !== undefined))

const sizeOf = (input: Input, given: Partial<Columns>): number => {
  const size = input.size ?? columns.heightOf(given) ?? input.ids?.length
  if (size === undefined) {
    return checks.refuse("Shape", "the pool's size is unknown; give a column, the ids, or the size")
  }
  checks.whole("Shape", "size", size, 0)
  if (size === 0) checks.refuse("Shape", "the pool is empty; give at least one item")
  if (size > 0xFFFFFFFF) checks.refuse("Shape", `size is ${size}; a pool holds at most 4294967295 items`)
  return size
}

interface Labeled {
  readonly labeled: Uint32Array
  readonly labels: Int32Array
}

const labeledOf = (input: Input, size: number): Labeled => {
  const given = checks.positions("labeled", input.labeled ?? [], size)
  const labels = input.labels
  if (labels !== undefined && labels.length !== given.length) {
    checks.refuse("Label", `there are ${labels.length} labels for ${given.length} labeled items; give one each`)
  }
  const order = Uint32Array.from(given.keys()).sort((a, b) => given[a]! - given[b]!)
  return {
    labeled: Uint32Array.from(order, (i) => given[i]!),
    labels: Int32Array.from(order, (i) => checkedLabel(labels?.[i] ?? -1, given[i]!))
  }
}

const checkedLabel = (label: number, position: number): number =>
  label >= -1 && label === (label | 0)
    ? label
    : checks.refuse("Label", `the label of position ${position} is ${label}; classes are whole numbers from 0`)

const classesOf = (input: Input, given: Partial<Columns>, { labeled, labels }: Labeled): number | undefined => {
  const byColumns = columns.classesOf(given)
  const { classes } = input
  if (classes !== undefined) checks.whole("Classes", "classes", classes, 1)
  if (classes !== undefined && byColumns !== undefined && classes !== byColumns) {
    checks.refuse("Classes", `classes is ${classes} but the columns have ${byColumns} classes; they must agree`)
  }
  const stated = classes ?? byColumns
  if (stated !== undefined) columns.checkWidth(given, stated)
  const highest = labels.reduce((a, b) => Math.max(a, b), -1)
  if (stated !== undefined && highest >= stated) {
    const at = labeled[labels.indexOf(highest)]
    checks.refuse("Label", `the label of position ${at} is ${highest}, but there are only ${stated} classes, from 0`)
  }
  return stated ?? (highest >= 0 ? highest + 1 : undefined)
}

const candidatesOf = (input: Input, size: number, labeled: Uint32Array): Uint32Array => {
  const known = new Uint8Array(size)
  for (const position of labeled) known[position] = 1
  const asked = input.candidates === undefined
    ? Uint32Array.from({ length: size }, (_, i) => i)
    : checks.positions("candidates", input.candidates, size).sort()
  return asked.filter((position) => known[position] === 0)
}

const budgetOf = (input: Input, candidates: number): number => {
  checks.whole("Budget", "budget", input.budget, 1)
  if (candidates === 0) checks.refuse("Budget", "no unlabeled item is left to choose; add items or candidates")
  if (input.budget <= candidates) return input.budget
  if (input.clamp === true) return candidates
  return checks.refuse(
    "Budget",
    `budget ${input.budget} is more than the ${candidates} unlabeled items; lower it or ask for clamp`
  )
}

/** {@link make} for callers without Effect: throws {@link InvalidQuery}. */
export const makeUnsafe = <const I extends Input>(input: I): Query<GivenBy<I>> => {
  const given = columnsOf(input)
  const size = sizeOf(input, given)
  if (input.ids !== undefined) checks.height("ids", input.ids.length, size)
  if (input.ids !== undefined) checks.distinctIds(input.ids)
  columns.check(given, size)
  const known = labeledOf(input, size)
  const classes = classesOf(input, given, known)
  const candidates = candidatesOf(input, size, known.labeled)
  if (!Number.isSafeInteger(input.seed)) {
    checks.refuse("Seed", `seed is ${input.seed}; it must be a whole number within ±(2^53 − 1)`)
  }
  checks.whole("Round", "round", input.round ?? 0, 0)
  return {
    size,
    ids: input.ids as ReadonlyArray<ItemId> | undefined,
    ...known,
    candidates,
    classes,
    budget: budgetOf(input, candidates.length),
    seed: input.seed,
    round: input.round ?? 0,
    clamp: input.clamp ?? false,
    transfer: input.transfer ?? [],
    columns: given
  }
}

/**
 * Checks a question: shapes, numbers, positions, labels, budget.
 *
 * Fails with {@link InvalidQuery}, whose `reason` tells what kind of thing is wrong. The input's arrays are kept, not
 * copied, and never written to unless they are in `transfer`.
 */
export const make = <const I extends Input>(input: I): Effect.Effect<Query<GivenBy<I>>, InvalidQuery> =>
  Effect.try({
    try: () => makeUnsafe(input),
    catch: (error) => {
      if (error instanceof InvalidQuery) return error
      throw error
    }
  })

/** The positions of ids. Fails on an unknown id, or one named twice. */
export const positionsOf = (
  ids: ReadonlyArray<string>,
  wanted: ReadonlyArray<string>
): Effect.Effect<Uint32Array, InvalidQuery> => {
  const at = new Map(ids.map((id, position) => [id, position]))
  const unknown = wanted.filter((id) => !at.has(id))
  if (unknown.length > 0) {
    const some = unknown.slice(0, 3).map((id) => `"${id}"`).join(", ")
    const what = unknown.length === 1 ? `the id ${some} is` : `${unknown.length} ids are`
    const first = unknown.length === 1 ? "" : `, first ${some}`
    const problem = `${what} not in the pool${first}; ids are strings and compared exactly`
    return Effect.fail(new InvalidQuery({ reason: "UnknownId", problem }))
  }
  return Effect.try({
    try: () => {
      checks.distinctIds(wanted, "the list")
      return Uint32Array.from(wanted, (id) => at.get(id)!)
    },
    catch: (error) => error as InvalidQuery
  })
}

/** The columns that are given, as a type-level fact turned into data. */
export const given = <G extends Column>(self: Query<G>): ReadonlySet<Column> =>
  new Set(Object.keys(self.columns) as Array<Column>)

/**
 * A query that also holds other columns, which are checked. What they say of the number of classes counts.
 *
 * Throws {@link InvalidQuery}.
 */
export const withColumns = <G extends Column, C extends Column>(self: Query<G>, more: Given<C>): Query<G | C> => {
  const all: Partial<Columns> = { ...self.columns, ...more }
  columns.check(all, self.size, Object.keys(more) as Array<Column>)
  const unbranded: Query<never> = { ...self, columns: all, classes: columns.classesOf(all) ?? self.classes }
  return unbranded as Query<G | C>
}
