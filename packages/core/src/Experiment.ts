/**
 * Active learning, round after round: choose, ask, train, evaluate.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Classifier } from "./Classifier.ts"
import type { Column, Columns } from "./Columns.ts"
import type { InvalidQuery, SelectionError } from "./Errors.ts"
import { Learner, type LearnerError, type Trained } from "./Learner.ts"
import * as Metrics from "./Metrics.ts"
import { Oracle, type OracleError } from "./Oracle.ts"
import type { ItemId } from "./Position.ts"
import * as Query from "./Query.ts"
import type { PseudoLabel } from "./Select.ts"
import type { Selection } from "./Selection.ts"
import * as Strategy from "./Strategy.ts"

/** What can go wrong in a round. */
export type ExperimentError = InvalidQuery | SelectionError | OracleError | LearnerError

/** An experiment: one strategy, one seed. */
export interface Plan {
  readonly strategy: Strategy.Any
  /** What is known of the pool from the start; the trained classifier supplies the rest. */
  readonly columns: Partial<Columns>
  readonly size: number
  readonly ids?: ReadonlyArray<string>
  readonly classes: number
  /** Labels a round. */
  readonly budget: number
  /** Batches that the strategy chooses. */
  readonly rounds: number
  readonly seed: number
  /** The first labels, as positions; without them the strategy chooses the first batch too. */
  readonly initial?: ReadonlyArray<number>
  /**
   * What chooses the first batch when nothing is labeled, nothing was ever trained, and the strategy asks the
   * classifier: random, say.
   */
  readonly coldStart: Strategy.Any
}

/** What a round left behind: all that is needed to go on from it. */
export interface Past {
  readonly round: number
  readonly positions: Uint32Array
  readonly labels: Int32Array
  readonly pseudo: ReadonlyArray<PseudoLabel>
}

/** Where the time of a round went, in milliseconds. */
export interface Timing {
  readonly select: number
  readonly label: number
  readonly train: number
  readonly evaluate: number
}

/** A finished round; round 0 is the first batch. */
export interface Round extends Past {
  readonly selection: Selection | undefined
  /** Whether the cold start stood in for the strategy. */
  readonly coldStart: boolean
  readonly cost: number
  /** Labels so far, this round's included. */
  readonly labeled: number
  readonly metrics: Metrics.Metrics
  /** The class that the model gives each item of the pool, by position. */
  readonly poolPredictions: Int32Array
  readonly milliseconds: Timing
}

interface State {
  readonly past: ReadonlyArray<Past>
  readonly model: Trained | undefined
}

const fromModel: ReadonlySet<Column> = new Set(["probability", "passes", "feature", "projection", "gradient"])

/** Whether a strategy asks a classifier for something that the plan does not hold. */
export const asksModel = ({ columns, strategy }: Pick<Plan, "columns" | "strategy">): boolean => {
  const given = new Set(Object.keys(columns) as Array<Column>)
  return [...Strategy.needs(strategy, given)].some((column) => fromModel.has(column))
}

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, number], E, R> =>
  Effect.gen(function*() {
    const start = yield* Clock.currentTimeNanos
    const value = yield* effect
    return [value, Number((yield* Clock.currentTimeNanos) - start) / 1e6] as const
  })

/** All labels so far, without the items that the oracle declined. */
const known = (past: ReadonlyArray<Past>) => {
  const all = past.flatMap(({ labels, positions }) =>
    Array.from(positions, (position, i) => [position, labels[i]!] as const)
  )
  const told = all.filter(([, label]) => label >= 0)
  return {
    positions: Uint32Array.from(told, ([position]) => position),
    labels: Int32Array.from(told, ([, label]) => label),
    declined: new Set(all.filter(([, label]) => label < 0).map(([position]) => position))
  }
}

const ask = (plan: Plan, past: ReadonlyArray<Past>) => {
  const { declined, labels, positions } = known(past)
  return Query.make({
    ...plan.columns,
    size: plan.size,
    ...(plan.ids === undefined ? {} : { ids: plan.ids }),
    classes: plan.classes,
    labeled: positions,
    labels,
    candidates: Array.from({ length: plan.size }, (_, i) => i).filter((position) => !declined.has(position)),
    budget: plan.budget,
    clamp: true,
    seed: plan.seed,
    round: past.length
  } as Query.Input) as Effect.Effect<Query.Any, InvalidQuery>
}

const choose = Effect.fnUntraced(function*(plan: Plan, { model, past }: State) {
  const cold = model === undefined && past.length === 0 && asksModel(plan)
  const query = yield* ask(plan, past)
  const selection = Strategy.runAny(cold ? plan.coldStart : plan.strategy, query)
  const answered = model === undefined
    ? selection
    : Effect.provideService(selection, Classifier, model.classifier)
  return { cold, selection: yield* answered }
})

/** The first batch, given or chosen. */
const batch = Effect.fnUntraced(function*(plan: Plan, state: State) {
  if (state.past.length > 0 || plan.initial === undefined) return yield* choose(plan, state)
  return { cold: false, selection: undefined }
})

const idsOf = (plan: Plan, positions: Uint32Array): ReadonlyArray<ItemId> =>
  Array.from(positions, (position) => (plan.ids?.[position] ?? String(position)) as ItemId)

/** The one model that is in memory; the one before is freed first. */
interface Slot {
  readonly fit: (plan: Plan, past: ReadonlyArray<Past>) => Effect.Effect<Trained, LearnerError, Learner>
  readonly clear: Effect.Effect<void>
}

const makeSlot = Effect.gen(function*() {
  let current: Scope.Closeable | undefined
  const clear = Effect.suspend(() => {
    const scope = current
    current = undefined
    return scope === undefined ? Effect.void : Scope.close(scope, Exit.void)
  })
  yield* Effect.addFinalizer(() => clear)
  const fit: Slot["fit"] = Effect.fnUntraced(function*(plan, past) {
    yield* clear
    const learner = yield* Learner
    const scope = yield* Scope.make()
    current = scope
    const { labels, positions } = known(past)
    const pseudo = past.at(-1)?.pseudo ?? []
    const set = { round: past.length - 1, seed: plan.seed, positions, labels, pseudo }
    return yield* Scope.provide(learner.fit(set), scope)
  })
  return { fit, clear } satisfies Slot
})

const step = Effect.fnUntraced(function*(plan: Plan, slot: Slot, before: State) {
  // Resumed: the model of the last finished round is trained again, to the same weights.
  const model = before.model === undefined && before.past.length > 0 ? yield* slot.fit(plan, before.past) : before.model
  const round = before.past.length
  const [{ cold, selection }, select] = yield* timed(batch(plan, { ...before, model }))
  const positions = selection?.positions ?? Uint32Array.from(plan.initial ?? [])
  const oracle = yield* Oracle
  const question = { round, positions, ids: idsOf(plan, positions), selection }
  const [answer, label] = yield* timed(oracle.label(question))
  const past: Past = { round, positions, labels: answer.labels, pseudo: selection?.pseudo ?? [] }
  const all = [...before.past, past]
  const [trained, train] = yield* timed(slot.fit(plan, all))
  const [[test, poolPredictions], evaluate] = yield* timed(Effect.all([trained.test, trained.pool]))
  const finished: Round = {
    ...past,
    selection,
    coldStart: cold,
    cost: answer.cost ?? positions.length,
    labeled: known(all).positions.length,
    metrics: Metrics.of(test.actual, test.predicted, plan.classes),
    poolPredictions,
    milliseconds: { select, label, train, evaluate }
  }
  return [finished, { past: all, model: trained } as State] as const
})

/** Whether there is another round: one that the plan has, with an item left to ask about. */
const goesOn = (plan: Plan, { past }: State): boolean =>
  past.length < length(plan) && past.reduce((sum, { positions }) => sum + positions.length, 0) < plan.size

/** How many rounds a plan has: the chosen batches, and the initial set where one is given. */
export const length = (plan: Plan): number => plan.rounds + (plan.initial === undefined ? 0 : 1)

/**
 * The rounds of a plan, one by one, as they finish. Given the rounds that are past already, it goes on after them; on a
 * deterministic learner it then gives what it would have given without the stop.
 *
 * One model is in memory at a time; the last one is freed when the stream ends, is interrupted or fails. The stream
 * ends early when every item is labeled.
 */
export const rounds = (
  plan: Plan,
  past: ReadonlyArray<Past> = []
): Stream.Stream<Round, ExperimentError, Oracle | Learner> =>
  Stream.unwrap(Effect.map(makeSlot, (slot) =>
    Stream.unfold<State, Round, ExperimentError, Oracle | Learner>(
      { past, model: undefined },
      (state) => goesOn(plan, state) ? step(plan, slot, state) : Effect.undefined
    )))
