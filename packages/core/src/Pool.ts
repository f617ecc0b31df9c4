/**
 * The pool of a query, checked once and shared by any number of queries.
 *
 * ```ts
 * import { Matrix, Pool, selectSync } from "@marginalia/core"
 * import { kCenterSampling, random } from "@marginalia/strategies"
 *
 * const pool = Pool.makeUnsafe({ embedding: Matrix.fromRows([[0, 1], [0, 2], [5, 5], [5, 6]]) })
 * console.log(selectSync(kCenterSampling(), { pool, labeled: [0], budget: 1, seed: 0 }).ids.join(" ")) // => 3
 * console.log(selectSync(random(), { pool, candidates: [1, 2], budget: 2, seed: 0 }).ids.length) // => 2
 * ```
 */
import * as Effect from "effect/Effect"
import type { Column, Columns } from "./Columns.ts"
import type { InvalidQuery } from "./Errors.ts"
import { reside } from "./kernels/reside.ts"
import type { ItemId } from "./Position.ts"
import * as checks from "./query/checks.ts"
import * as columns from "./query/columns.ts"
import type { Known } from "./query/excess.ts"
import { columnsOf } from "./query/keys.ts"
import * as kinds from "./query/kinds.ts"
import { POOL_SETTINGS } from "./query/names.ts"
import { refuse } from "./query/refuse.ts"
import { type Options, runPromise } from "./query/signal.ts"
import { run, runSync, type Steps } from "./query/steps.ts"

/** What describes a pool, besides its columns. */
export interface Settings {
  /** The number of items. Default: as many as the columns have rows, or as there are ids. */
  readonly size?: number
  /** The items' ids in pool order. Default: the positions in decimal. */
  readonly ids?: ReadonlyArray<string>
  /** The number of classes. Default what `probability` or `passes` say; else a query's highest label plus one. */
  readonly classes?: number
}

/** What describes a pool, and how it is kept. */
export interface PoolSettings extends Settings {
  /**
   * Whether the pool keeps the rows of `embedding` at unit length *instead* of as they are given. Default false: as they are
   * given, and a strategy that normalizes makes a second matrix, which the pool keeps beside the first. True saves that
   * second matrix (4 bytes a number): `normalize` finds its work done. Strategies that do not normalize see unit rows as well.
   * What is given is not written to. `InvalidQuery` without an embedding, or where it has one column, of which only the
   * sign would be left.
   */
  readonly normalized?: boolean
}

/** What {@link make} takes: settings and any of the columns. */
export type Input = PoolSettings & Partial<Columns>

/** The names of what describes a pool and how it is kept. */
const SETTINGS: ReadonlyArray<string> = [...POOL_SETTINGS, "normalized"]

declare const Has: unique symbol
declare const Made: unique symbol

/** A pool's facts, found to be right. */
export interface Checked {
  /** The number of items. */
  readonly size: number
  /** The items' ids in pool order, if they have any. */
  readonly ids: ReadonlyArray<ItemId> | undefined
  /** What was given, or what the columns say. */
  readonly classes: number | undefined
  /** The columns by name. */
  readonly columns: Partial<Columns>
}

/**
 * A checked pool that holds at least the columns `G`. Its arrays are shared by every query over it: they must not be
 * written to as long as the pool is used.
 */
export interface Pool<in G extends Column = never> extends Checked {
  readonly [Has]?: (_: G) => void
  /** Only {@link make} and its like make pools. */
  readonly [Made]: true
}

/** A pool of which nothing is known statically. */
export type Any = Pool

/** The pools that were made here: nothing else counts as checked. */
const made = new WeakSet<object>()

/** Whether a value is a pool, made by {@link make} or its like. */
export const isPool = (value: unknown): value is Any => typeof value === "object" && value !== null && made.has(value)

const sizeOf = (input: Settings, given: Partial<Columns>): number => {
  const size = input.size === undefined ? columns.heightOf(given) ?? input.ids?.length : input.size
  if (size === undefined) {
    const reason = { _tag: "Size", key: "size", value: size, expected: "a column, the ids, or the size" } as const
    return refuse(reason, "the pool's size is unknown", "give a column, the ids, or the size")
  }
  checks.whole("Size", "size", size, 0)
  const odd = (expected: string) => ({ _tag: "Size", key: "size", value: size, expected }) as const
  if (size === 0) refuse(odd("at least one item"), "the pool is empty", "give at least one item")
  if (size > 0xFFFFFFFF) {
    refuse(odd("at most 4294967295 items"), `size is ${size}`, "a pool holds at most 4294967295 items")
  }
  return size
}

const classesOf = ({ classes }: Settings, given: Partial<Columns>): number | undefined => {
  const byColumns = columns.classesOf(given)
  if (classes !== undefined) checks.whole("Classes", "classes", classes, 1)
  if (classes !== undefined && byColumns !== undefined && classes !== byColumns) {
    const problem = `classes is ${classes} but the columns have ${byColumns} classes`
    refuse({ _tag: "Classes", key: "classes", value: classes, expected: `${byColumns}` }, problem, "they must agree")
  }
  const stated = classes ?? byColumns
  if (stated !== undefined) columns.checkWidth(given, stated)
  return stated
}

/**
 * The checks of a pool step by step: settings of `input`, and its columns, `asGiven`. Throws `InvalidQuery` at the
 * first thing that is wrong.
 */
export function* checked(input: Settings, asGiven: Partial<Columns>): Steps<Checked> {
  const ids = input.ids === undefined ? undefined : kinds.texts("ids", input.ids) as ReadonlyArray<ItemId>
  columns.checkKinds(asGiven)
  const given = columns.plain(asGiven)
  const size = sizeOf(input, given)
  if (ids !== undefined) {
    checks.height("ids", ids.length, size)
    yield* checks.distinctIds(ids)
  }
  yield* columns.check(given, size)
  return { size, ids, classes: classesOf(input, given), columns: given }
}

/** Whether the rows of the embedding are to be kept at unit length; refuses where that cannot be. */
const normalizing = (normalized: unknown, { embedding }: Partial<Columns>): boolean => {
  if (normalized === undefined || normalized === false) return false
  if (normalized !== true) {
    const reason = { _tag: "Kind", key: "normalized", value: normalized, expected: "true or false" } as const
    return refuse(reason, `normalized is ${kinds.show(normalized)}`, "give true or false")
  }
  if (embedding === undefined) {
    const reason = { _tag: "Shape", column: "embedding", value: undefined, expected: "an embedding" } as const
    return refuse(reason, "normalized is true but there is no embedding", "give one, or leave normalized out")
  }
  if (embedding.cols > 1) return true
  const why = "normalized is true but the embedding has one column, of which only the sign would be left"
  return refuse({ _tag: "Shape", column: "embedding", value: 1, expected: "2 columns or more" }, why, "leave it out")
}

/** A pool's facts, and whether its embedding is to be kept at unit length. */
interface Found {
  readonly pool: Checked
  readonly normalized: boolean
}

function* steps(input: unknown): Steps<Found> {
  const record = kinds.record("the pool", input)
  const pool = yield* checked(record as Settings, columnsOf("a pool", record, SETTINGS) as Partial<Columns>)
  return { pool, normalized: normalizing(record["normalized"], pool.columns) }
}

const sealed = (pool: Checked, resident: Partial<Columns>): Any => {
  const whole = Object.freeze({ ...pool, columns: Object.freeze({ ...pool.columns, ...resident }) })
  made.add(whole)
  return whole as Checked as Any
}

/** Brings the columns to where kernels reach them. */
const kept = ({ normalized, pool }: Found): Effect.Effect<Any> =>
  Effect.map(reside(pool.columns, normalized), (resident) => sealed(pool, resident))

/**
 * Checks a pool, once: shapes, numbers, ids. Many queries can share it.
 *
 * `input` holds columns, and `size`, `ids` or `classes`. Queries over the pool (`Query.make({ pool, … })`,
 * `select(strategy, { pool, … })`) add labels, candidates, budget and seed, and neither copy nor check it again.
 *
 * A large embedding, feature or projection (from 1 MB) is copied once into memory that the kernels reach, unless it is
 * there already (`Kernels.reserve`); the other arrays are kept as they are. The rows at unit length that `normalize`
 * makes of a pool's embedding are kept with the pool as well, for all queries that ask for them, or instead of those given
 * (`normalized`). The arrays must not be written to afterwards. The checks give way to the event loop every few milliseconds.
 *
 * Fails with {@link InvalidQuery}, whose `reason` tells what kind of thing is wrong and where. O(N d).
 */
export const make = <const I extends Input>(
  input: I & Known<I, Input>
): Effect.Effect<Pool<keyof I & Column>, InvalidQuery> =>
  Effect.flatMap(run(() => steps(input)), (found) => Effect.map(kept(found), (pool) => pool as Pool<keyof I & Column>))

/** {@link make} in one go, for callers without Effect: throws {@link InvalidQuery} where the `input` makes no sense. */
export const makeUnsafe = <const I extends Input>(input: I & Known<I, Input>): Pool<keyof I & Column> =>
  Effect.runSync(kept(runSync(steps(input)))) as Pool<keyof I & Column>

/**
 * {@link make} as a promise, which rejects with {@link InvalidQuery} where the `input` makes no sense.
 *
 * `options.signal` (default none) ends it: the promise rejects at once with the signal's reason.
 */
export const makePromise = <const I extends Input>(
  input: I & Known<I, Input>,
  options?: Options
): Promise<Pool<keyof I & Column>> => runPromise("Pool.makePromise", make<I>(input), options)
