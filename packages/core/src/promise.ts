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
 * Which items should be labeled next? Resolves to a {@link Selection}.
 *
 * `strategy` says how they are chosen; `input` holds the columns that it needs (an `embedding`, say: N × d), and
 * `budget`, `seed`, `labeled` and the other settings of `Query.Settings`. A column that the strategy needs and the
 * input lacks is a compile error, and so is a key that is neither a setting nor a column. Several queries over one pool
 * share it: `select(strategy, { pool, … })` with a `pool` of `Pool.make`.
 *
 * Resolves to exactly `budget` distinct unlabeled items; rejects with `InvalidQuery`, `MissingColumn`, `WrongTask` or `PartFailed`.
 *
 * `options.signal` (default none) ends it, as it does the platform's functions: the promise rejects at once with the
 * signal's reason, no work begins when it is aborted already, and work that is under way stops at its next chunk (a few
 * milliseconds).
 *
 * @example
 * ```ts
 * import { Matrix, select } from "@marginalia/core"
 * import { typiclust } from "@marginalia/strategies"
 *
 * const embedding = Matrix.fromRows([[0, 1], [0.1, 1], [1, 0], [1, 0.1], [0.9, 0]])
 * const { ids } = await select(typiclust(), { embedding, labeled: [0], budget: 1, seed: 0 })
 * console.log(ids.join(" ")) // => 2
 * ```
 */
export const select = <N extends Column, const I extends Query.Input>(
  strategy: Strategy<N, never>,
  input: SelectInput<N, I>,
  options?: Options
): Promise<Selection> => runPromise("select", answer(strategy as Any, input as I), options)

/**
 * {@link select} where nothing asynchronous is involved: one thread, no services.
 *
 * `strategy` and `input` are those of `select`. Throws what `select` rejects with, and `Asynchronous` when a part waits
 * for something: a score that asks a server, say.
 *
 * @example
 * ```ts
 * import { Matrix, selectSync } from "@marginalia/core"
 * import { marginSampling } from "@marginalia/strategies"
 *
 * const probability = Matrix.fromRows([[0.9, 0.1], [0.55, 0.45], [0.3, 0.7]])
 * const [pick] = selectSync(marginSampling(), { probability, budget: 1, seed: 0 }).picks
 * console.log(pick?.position, pick?.score.toFixed(1)) // => 1 -0.1
 * ```
 */
export const selectSync = <N extends Column, const I extends Query.Input>(
  strategy: Strategy<N, never>,
  input: SelectInput<N, I>
): Selection => atOnce(answer(strategy as Any, input as I))

/**
 * {@link select} for strategies read from text, whose needs are not known in types.
 *
 * `strategy`, `input` and `options` (default none) are those of `select`. A missing column rejects with
 * `MissingColumn`, before anything runs.
 */
export const selectAny = <const I extends Query.Input>(
  strategy: Any,
  input: I & Query.OnlyKnown<I>,
  options?: Options
): Promise<Selection> => runPromise("selectAny", answer(strategy, input as I), options)
