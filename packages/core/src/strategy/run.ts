/**
 * A strategy and a query in, a selection out.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import { MissingColumn, PartFailed, type SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import { breathe } from "../kernels/breathe.ts"
import type { Position } from "../Position.ts"
import * as Query from "../Query.ts"
import * as Rng from "../Rng.ts"
import type { Selection } from "../Selection.ts"
import * as Suppliers from "../Suppliers.ts"
import * as combine from "./combine.ts"
import type { Strategy } from "./node.ts"
import { concat, empty, note, type Outcome } from "./outcome.ts"
import * as plan from "./plan.ts"
import * as print from "./print.ts"
import { budgetsBefore } from "./quotas.ts"
import * as spans from "./spans.ts"
import type { Surroundings } from "./surroundings.ts"
import { checkTask } from "./tasks.ts"
import { takingWhole } from "./walk.ts"
import { runWithinCost } from "./within-cost.ts"

/** Nothing when every column in `M` has a service behind it; else a property that names the missing column. */
export type Requires<M> = [Suppliers.Unsupplied<M>] extends [never] ? unknown
  : { readonly "missing column: compute it before this, or give it": Suppliers.Unsupplied<M> }

const frameOf = (query: Query.Any): Frame.Any => ({
  size: query.size,
  labeled: query.labeled,
  labels: query.labels,
  classes: query.classes,
  classesInferred: query.classesInferred,
  candidates: Frame.without(query.candidates, query.include),
  picked: query.include,
  owned: new Set(query.transfer.filter((column) => column in query.columns)),
  budget: query.budget - query.include.length,
  round: query.round,
  key: Rng.derive(Rng.fromSeed(query.seed), `round ${query.round}`),
  wider: [],
  evidence: [],
  tiled: query.tiled,
  ...query.columns
})

/** The picks that the query asks for by name. */
const included = ({ candidates, include }: Query.Any): Outcome =>
  include.length === 0 ? empty : {
    ...empty,
    positions: include,
    scores: new Float64Array(include.length).fill(Infinity),
    why: Array.from(include, () => ({ branch: "included", scores: [] })),
    trace: [note("included", "branch", candidates.length - include.length, { picks: include.length })]
  }

/** The pseudo-labels of items that no branch picked, the first guess for each. */
const guessed = ({ positions, pseudo }: Outcome): Outcome["pseudo"] => {
  const seen = new Set(positions)
  return pseudo.filter(({ position }) => !seen.has(position) && seen.add(position))
}

const selectionOf = (strategy: Strategy<Column, unknown>, query: Query.Any, outcome: Outcome): Selection => {
  const named = (position: number) => ({ id: Query.idOf(query, position), position: position as Position })
  return {
    strategy: print.text(strategy),
    spec: print.json(strategy),
    seed: query.seed,
    round: query.round,
    budget: query.budget,
    positions: outcome.positions,
    ids: Array.from(outcome.positions, (position) => Query.idOf(query, position)),
    scores: outcome.scores,
    picks: Array.from(outcome.positions, (position, i) => ({
      ...named(position),
      rank: i + 1,
      score: outcome.scores[i]!,
      why: outcome.why[i]!
    })),
    pseudo: guessed(outcome).map((pseudo) => ({ ...pseudo, ...named(pseudo.position) })),
    trace: outcome.trace
  }
}

/** Refuses a strategy of which a part takes a column whole that stays in its file. */
const checkTiled = (strategy: Strategy<Column, unknown>, { tiled }: Query.Any): Effect.Effect<void, MissingColumn> => {
  const part = tiled?.embedding === undefined ? undefined : takingWhole(strategy, "embedding")[0]
  if (part === undefined) return Effect.void
  const advice = "it takes the rows whole, and they stay in their file; give them in memory"
  return Effect.fail(
    new MissingColumn({ strategy: print.text(strategy), part, columns: ["embedding"], supply: [{ advice }] })
  )
}

/** Elementary steps an item of giving it its id. */
const NAMED = 64

/** What the strategy picks; of items that cost something as many as can be paid. */
const bought = <R>(
  strategy: Strategy<Column, R>,
  { costs, spend }: Query.Any,
  frame: Frame.Any,
  around: Surroundings
): Effect.Effect<Outcome, SelectionError, R> => {
  const choose = (part: Frame.Any) => combine.run(strategy, part, around)
  if (costs === undefined || spend === undefined) return choose(frame)
  return runWithinCost(strategy, frame, { costs, most: spend }, choose)
}

const choose = Effect.fnUntraced(function*<R>(
  strategy: Strategy<Column, R>,
  query: Query.Any
): Effect.fn.Return<Selection, SelectionError, R> {
  yield* checkTask(strategy, query)
  yield* checkTiled(strategy, query)
  const given = Query.given(query)
  yield* plan.check(strategy, query, given, print.text(strategy))
  const surroundings = { given, supply: Suppliers.memoized(), past: budgetsBefore(query.round, query.budget) }
  const first = included(query), frame = frameOf(query)
  const others = frame.budget === 0 ? empty : yield* bought(strategy, query, frame, surroundings)
  const outcome = first === empty ? others : concat(first, others)
  if (outcome.positions.length < query.budget && query.spend === undefined) {
    const [value, expected] = [outcome.positions.length, query.budget]
    const problem = `it filled ${value} of ${expected} places; this is a defect of the strategy`
    return yield* new PartFailed({ part: print.text(strategy), problem, reason: "Answer", value, expected })
  }
  yield* breathe("typescript", NAMED * (outcome.positions.length + outcome.pseudo.length))
  return selectionOf(strategy, query, outcome)
})

/** {@link choose} in a span, which says of the strategy and its answer what can be said. */
const spanned = <R>(strategy: Strategy<Column, R>, query: Query.Any): Effect.Effect<Selection, SelectionError, R> => {
  const chosen = Effect.tap(
    choose(strategy, query),
    ({ positions }) => Effect.annotateCurrentSpan(spans.leaving(positions.length))
  )
  const attributes = { [spans.names.candidatesIn]: query.candidates.length, [spans.names.budget]: query.budget }
  return Effect.annotateSpans(
    Effect.withSpan(chosen, "Strategy.run", { attributes, captureStackTrace: false }),
    spans.ofRun(print.text(strategy), query)
  )
}

/**
 * Answers a query: exactly `budget` distinct unlabeled items, in visiting order; with `spend` at most so many, as far as they can be
 * paid.
 *
 * Columns that the strategy needs and the query does not hold are asked of services, which then stand in R; a needed
 * column that no service supplies is a compile error that names it. Fails with `MissingColumn` before anything runs
 * (for strategies read from text), with `WrongTask` where the query says its task and the strategy serves others, or `PartFailed`. It runs in a span `Strategy.run`, each step, score and selector in a
 * span of its own; their attributes begin with `marginalia.`.
 */
export const run = <N extends Column, R, G extends Column>(
  strategy: Strategy<N, R>,
  query: Query.Query<G> & Requires<Exclude<N, G>>
): Effect.Effect<Selection, SelectionError, R | Suppliers.ServicesOf<Exclude<N, G>>> => spanned(strategy, query)

/**
 * {@link run} for a `strategy` read from text: which columns the `query` lacks is found at run time, before anything
 * runs.
 *
 * Fails with `MissingColumn` then, or with `WrongTask` or `PartFailed` as `run` does. Services that are provided are used.
 */
export const runAny = (strategy: Strategy<Column, never>, query: Query.Any): Effect.Effect<Selection, SelectionError> =>
  spanned(strategy, query)
