/**
 * For callers without Effect: arrays in, ids out.
 */
import * as Effect from "effect/Effect"
import type { Column } from "./Columns.ts"
import * as Query from "./Query.ts"
import { atOnce } from "./query/at-once.ts"
import { type Options, runPromise } from "./query/signal.ts"
import type { Selection } from "./Selection.ts"
import type { Any, Strategy } from "./Strategy.ts"
import { runAny } from "./strategy/run.ts"

/** What {@link select} takes: settings, and every column that the strategy needs, itself or in its pool; nothing else. */
export type SelectInput<N extends Column, I extends Query.Input> =
  & I
  & Complete<Exclude<N, Query.GivenBy<I>>>
  & Query.OnlyKnown<I>

/** Nothing when `M` is empty; else a property that names the missing columns. */
export type Complete<M> = [M] extends [never] ? unknown : { readonly [K in M & string]: unknown }

const answer = (strategy: Any, input: Query.Input) =>
  Effect.flatMap(Query.make<Query.Input>(input), (query) => runAny(strategy, query as Query.Any))

/**
 * Which items should be labeled next?
 *
 * Resolves to exactly `budget` distinct unlabeled items; rejects with `InvalidQuery`, `MissingColumn` or `PartFailed`.
 * A column that the strategy needs and the input lacks is a compile error, and so is a key that is neither a setting nor
 * a column. Several queries over one pool share it: `select(strategy, { pool, … })` with a `pool` of `Pool.make`.
 *
 * `signal` ends it, as it does the platform's functions: the promise rejects at once with the signal's reason, no work
 * begins when it is aborted already, and work that is under way stops at its next chunk (a few milliseconds).
 */
export const select = <N extends Column, const I extends Query.Input>(
  strategy: Strategy<N, never>,
  input: SelectInput<N, I>,
  options?: Options
): Promise<Selection> => runPromise("select", answer(strategy as Any, input as I), options)

/**
 * {@link select} where nothing asynchronous is involved: one thread, no services.
 *
 * Throws what `select` rejects with, and `Asynchronous` when a part waits for something: a score that asks a server, say.
 */
export const selectSync = <N extends Column, const I extends Query.Input>(
  strategy: Strategy<N, never>,
  input: SelectInput<N, I>
): Selection => atOnce(answer(strategy as Any, input as I))

/**
 * {@link select} for strategies read from text, whose needs are not known in types: a missing column rejects with
 * `MissingColumn`, before anything runs.
 */
export const selectAny = <const I extends Query.Input>(
  strategy: Any,
  input: I & Query.OnlyKnown<I>,
  options?: Options
): Promise<Selection> => runPromise("selectAny", answer(strategy, input as I), options)
