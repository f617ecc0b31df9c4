/**
 * The question: which items of this pool to label next. The one place where input is checked.
 */
import type * as Effect from "effect/Effect"
import type { Column, Columns, Given } from "./Columns.ts"
import type { InvalidQuery } from "./Errors.ts"
import * as Pool from "./Pool.ts"
import type { ItemId } from "./Position.ts"
import * as columns from "./query/columns.ts"
import type { Known } from "./query/excess.ts"
import { columnsOf } from "./query/keys.ts"
import * as kinds from "./query/kinds.ts"
import { QUERY_SETTINGS } from "./query/names.ts"
import { checkTiled } from "./query/over-tiles.ts"
import { poolOf } from "./query/pool-of.ts"
import { asked, taskOf, transferred } from "./query/settings.ts"
import { run, runSync, type Steps } from "./query/steps.ts"
import type { Task } from "./Task.ts"
import { forQuery, type Tiled } from "./Tiles.ts"

export { positionsOf } from "./query/positions-of.ts"

/** What a query is made from, besides columns. */
export interface Settings extends Pool.Settings {
  /** How many items to choose: a whole number from 1, at most as many as are unlabeled (see `clamp`). */
  readonly budget: number
  /** What every random number follows from: any safe integer. The same query with the same seed has the same answer. */
  readonly seed: number
  /**
   * A pool that was checked before (`Pool.make`): its columns, ids and size are the query's. Columns given beside it
   * are checked and added; they must not be among the pool's. Default none.
   */
  readonly pool?: Pool.Any
  /** The positions that have labels. Default none. */
  readonly labeled?: ArrayLike<number>
  /**
   * The class of each labeled item, from 0, in the order of `labeled`; −1 for an item that was declined, see
   * `declined`. Default: all have labels, of classes that are not known.
   */
  readonly labels?: ArrayLike<number>
  /**
   * The positions that were asked about in vain: the person who labels, or the oracle, declined. They are not asked again,
   * and they count as no labels. Default those with a label of −1.
   */
  readonly declined?: ArrayLike<number>
  /** The positions to choose among; labeled ones are never chosen. Default the whole pool. */
  readonly candidates?: ArrayLike<number>
  /**
   * The positions that are to be picked in any case, whatever the strategy: the first picks, in this order, with a score of
   * Infinity. They count in the budget; the strategy fills the rest, and knows them as picked. Each must be a candidate.
   * Default none.
   */
  readonly include?: ArrayLike<number>
  /**
   * What a label of each item of the pool costs, by position: numbers from 0, in any unit. Default: labels cost nothing, and `spend`
   * is not given.
   */
  readonly costs?: ArrayLike<number>
  /**
   * The most that the batch may cost, above 0, included items counted; it then has at most `budget` items. A strategy that ends in `top`,
   * leaves no candidate out and makes no clusters takes items by their score above the lowest, per cost. Of any other the picks are taken in their order,
   * those that cannot be paid any more are passed over, and it chooses again among what can be. Default: no limit.
   */
  readonly spend?: number
  /** The round of an experiment, from 0. Default 0. */
  readonly round?: number
  /** Lower a budget above the number of unlabeled items to that number, instead of refusing it. Default false. */
  readonly clamp?: boolean
  /**
   * Columns that the caller hands over: a part may write over them instead of making a copy, which halves the memory
   * that a normalized pool takes. Default none: inputs are never written to. Columns of a `pool` are shared and cannot
   * be handed over.
   */
  readonly transfer?: ReadonlyArray<Column>
  /** What is learned from the labels; a strategy that does not serve it is refused. Default: not said, and none is refused for it. */
  readonly task?: Task
}

/** What {@link make} takes: settings and any of the columns. */
export type Input = Settings & Partial<Columns>

/** The columns that an input gives, those of its pool included. */
export type GivenBy<I> = (keyof I & Column) | (I extends { readonly pool: Pool.Pool<infer G> } ? G : never)

/** What an input may not have: keys that are neither a setting nor a column, as an error that says so. */
export type OnlyKnown<I> = Known<I, Input>

declare const Has: unique symbol

/**
 * A checked question that holds at least the columns `G`: one that holds more may stand in its place. Its fields are
 * those of {@link Settings}, with their defaults filled in.
 */
export interface Query<in G extends Column = never> {
  readonly [Has]?: (_: G) => void
  /** The number of items in the pool. */
  readonly size: number
  /** The items' ids in pool order, if they have any. */
  readonly ids: ReadonlyArray<ItemId> | undefined
  /** Ascending. */
  readonly labeled: Uint32Array
  /** By index into `labeled`; −1 where no classes were given. */
  readonly labels: Int32Array
  /** Asked about in vain: neither labels nor candidates. Ascending. */
  readonly declined: Uint32Array
  /** Unlabeled, ascending. */
  readonly candidates: Uint32Array
  /** To be picked in any case, in this order; all are candidates, at most `budget`. */
  readonly include: Uint32Array
  /** What a label of each item costs, where that is limited. */
  readonly costs?: Float64Array | undefined
  /** The most that the batch may cost, where that is limited. */
  readonly spend?: number | undefined
  /** The number of classes, if it is known or can be inferred. */
  readonly classes: number | undefined
  /** Whether `classes` was only inferred from the labels so far, the highest plus one: then it may still grow. */
  readonly classesInferred: boolean
  /** How many items to choose; lowered to what is there with `clamp`. */
  readonly budget: number
  /** What every random number follows from. */
  readonly seed: number
  /** The round of an experiment, from 0. */
  readonly round: number
  /** Whether a budget that is too large was to be lowered. */
  readonly clamp: boolean
  /** The columns that parts may write over. */
  readonly transfer: ReadonlyArray<Column>
  /** What is learned from the labels, where that was said. */
  readonly task?: Task | undefined
  /** The columns by name. */
  readonly columns: Partial<Columns>
  /** The columns that stay in their files, see {@link overTiles}. Default none. */
  readonly tiled?: Tiled
}

/** A query of which nothing is known statically. */
export type Any = Query

/** The id of the item at a position. */
export const idOf = (self: Pick<Any, "ids">, position: number): ItemId =>
  self.ids?.[position] ?? (String(position) as ItemId)

function* steps(input: unknown): Steps<Any> {
  const record = kinds.record("the query", input)
  const given = columnsOf("a query", record, QUERY_SETTINGS) as Partial<Columns>
  const pool = yield* poolOf(record, given)
  const shared = Pool.isPool(record["pool"]) ? record["pool"].columns : {}
  return {
    size: pool.size,
    ids: pool.ids,
    ...(yield* asked(record, pool)),
    transfer: transferred(record["transfer"], shared) as ReadonlyArray<Column>,
    ...taskOf(record["task"]),
    columns: pool.columns
  }
}

/** {@link make} in one go, for callers without Effect: throws {@link InvalidQuery} where the `input` makes no sense. */
export const makeUnsafe = <const I extends Input>(input: I & OnlyKnown<I>): Query<GivenBy<I>> =>
  runSync(steps(input)) as Query<GivenBy<I>>

/**
 * Checks a question, the `input`: shapes, numbers, positions, labels, budget.
 *
 * A key that is neither a setting nor a column is refused ("did you mean labeled?"), and so is a value of another kind
 * than its key takes; keys whose value is `undefined` count as left out.
 *
 * Fails with {@link InvalidQuery}, whose `reason` tells what kind of thing is wrong and where: its `_tag`, and the
 * `key` or `column`, the `value` and what is `expected`. The input's arrays are kept, not copied, and never written to unless they are in
 * `transfer`. Many queries over one pool check it once with `Pool.make`. The checks give way to the event loop every
 * few milliseconds. O(N d).
 *
 * @example
 * ```ts
 * import { Matrix, Query, Strategy } from "@marginalia/core"
 * import { random } from "@marginalia/strategies"
 * import * as Effect from "effect/Effect"
 *
 * const program = Effect.gen(function*() {
 *   const query = yield* Query.make({ embedding: Matrix.fromRows([[0], [1], [5]]), labeled: [0], budget: 2, seed: 1 })
 *   return yield* Strategy.run(random(), query)
 * })
 * console.log(Effect.runSync(program).positions.length) // => 2
 * ```
 */
export const make = <const I extends Input>(
  input: I & OnlyKnown<I>
): Effect.Effect<Query<GivenBy<I>>, InvalidQuery> =>
  run(() => steps(input)) as Effect.Effect<Query<GivenBy<I>>, InvalidQuery>

/**
 * The query with an embedding that stays in its file, `tiled.embedding`. Only parts that take tiles run over it: a strategy of which another part
 * needs the embedding fails with `MissingColumn` before anything runs.
 *
 * Throws {@link InvalidQuery} for tiles of another number of rows, and for a query that has an embedding.
 */
export const overTiles = <G extends Column>(self: Query<G>, tiled: Required<Tiled>): Query<G | "embedding"> => {
  checkTiled(self, tiled)
  const unbranded: Query<never> = { ...self, tiled: { embedding: forQuery(tiled.embedding) } }
  return unbranded as Query<G | "embedding">
}

/** The columns that are given, as a type-level fact turned into data. */
export const given = <G extends Column>(self: Query<G>): ReadonlySet<Column> =>
  new Set([...Object.keys(self.columns), ...Object.keys(self.tiled ?? {})] as Array<Column>)

/**
 * A query that also holds the columns in `more`, which are checked. What they say of the number of classes counts.
 *
 * Throws {@link InvalidQuery}.
 */
export const withColumns = <G extends Column, C extends Column>(self: Query<G>, more: Given<C>): Query<G | C> => {
  const given = columnsOf("a query", kinds.record("the columns", more), []) as Partial<Columns>
  columns.checkKinds(given)
  const all = columns.plain({ ...self.columns, ...given })
  runSync(columns.check(all, self.size, Object.keys(given) as Array<Column>))
  const stated = columns.classesOf(all)
  const known = stated === undefined ? {} : { classes: stated, classesInferred: false }
  const unbranded: Query<never> = { ...self, ...known, columns: all }
  return unbranded as Query<G | C>
}
