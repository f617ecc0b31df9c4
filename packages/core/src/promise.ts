/**
 * For callers without Effect: arrays in, ids out.
 */
import * as Effect from "effect/Effect"
import type { Column } from "./Columns.ts"
import * as Query from "./Query.ts"
import type { Selection } from "./Selection.ts"
import type { Any, Strategy } from "./Strategy.ts"
import { runAny } from "./strategy/run.ts"

/** What {@link select} takes: settings, and every column that the strategy needs. */
export type SelectInput<N extends Column, I extends Query.Input> = I & Complete<Exclude<N, Query.GivenBy<I>>>

/** Nothing when `M` is empty; else a property that names the missing columns. */
export type Complete<M> = [M] extends [never] ? unknown : { readonly [K in M & string]: unknown }

const answer = <N extends Column, I extends Query.Input>(strategy: Strategy<N, never>, input: I) =>
  Effect.flatMap(Query.make<I>(input), (query) => runAny(strategy, query))

/**
 * Which items should be labeled next?
 *
 * Resolves to exactly `budget` distinct unlabeled items; rejects with `InvalidQuery`, `MissingColumn` or `PartFailed`.
 * A column that the strategy needs and the input lacks is a compile error.
 */
export const select = <N extends Column, const I extends Query.Input>(
  strategy: Strategy<N, never>,
  input: SelectInput<N, I>,
  options?: { readonly signal?: AbortSignal }
): Promise<Selection> => Effect.runPromise(answer(strategy, input as I), options)

/**
 * {@link select} where nothing asynchronous is involved: one thread, no services.
 *
 * Throws what `select` rejects with.
 */
export const selectSync = <N extends Column, const I extends Query.Input>(
  strategy: Strategy<N, never>,
  input: SelectInput<N, I>
): Selection => Effect.runSync(answer(strategy, input as I))

/**
 * {@link select} for strategies read from text, whose needs are not known in types: a missing column rejects with
 * `MissingColumn`, before anything runs.
 */
export const selectAny = (
  strategy: Any,
  input: Query.Input,
  options?: { readonly signal?: AbortSignal }
): Promise<Selection> =>
  Effect.runPromise(Effect.flatMap(Query.make(input), (query) => runAny(strategy, query as Query.Any)), options)
