/**
 * Active learning, round after round: choose, ask, train, evaluate.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Classifier } from "./Classifier.ts"
import type { InvalidQuery, SelectionError } from "./Errors.ts"
import { ask, asksModel } from "./experiment/ask.ts"
import { type Budget, budgetOf, budgetText, largest as largestBudget } from "./experiment/budgets.ts"
import { checkPlan } from "./experiment/check-plan.ts"
import { evaluated } from "./experiment/evaluated.ts"
import { knownLabels } from "./experiment/known-labels.ts"
import { MOST_CONFUSED } from "./experiment/measured.ts"
import type { Past, Plan } from "./experiment/plan.ts"
import type { EmbedderOf, Planned } from "./experiment/planned.ts"
import { isLeft } from "./experiment/scope.ts"
import { makeSlot, type Slot } from "./experiment/slot.ts"
import { count, partSpan, type RoundPart, roundSpan } from "./experiment/telemetry.ts"
import type { Learner, LearnerError, Trained } from "./Learner.ts"
import type * as Metrics from "./Metrics.ts"
import { type LabelRequest, Oracle, OracleError } from "./Oracle.ts"
import * as Ports from "./Ports.ts"
import type { ItemId } from "./Position.ts"
import type { Selection } from "./Selection.ts"
import type { Criterion } from "./stopping/criterion.ts"
import type { Facts } from "./stopping/named.ts"
import { until } from "./stopping/until.ts"
import * as Strategy from "./Strategy.ts"
import * as Sum from "./Sum.ts"

export { asksModel } from "./experiment/ask.ts"
export { type BestRound, upperBound, type UpperBoundPlan } from "./experiment/upper-bound.ts"
export { type Budget, budgetOf, budgetText, largestBudget, MOST_CONFUSED, type Past, type Plan }

/** What {@link rounds} can fail with. */
export type ExperimentError = InvalidQuery | SelectionError | OracleError | LearnerError

/**
 * A plan as it is, whose columns are checked against what its strategies need.
 *
 * `plan` is given back unchanged. A column that neither it nor a trained model (nor, for an embedding, an `Embedder`)
 * gives is a compile error that names it. {@link rounds} checks the same of a plan whose type was inferred; a plan
 * declared as `Plan` has forgotten what its strategies need, and fails with `MissingColumn` when it runs.
 */
export const plan = <const P extends Plan>(plan: P & Planned<P>): P => plan

/**
 * Where the time of a round went, in milliseconds: the strategy (`select`), the oracle (`label`), training (`train`),
 * and the test items with the predictions for the pool (`evaluate`).
 */
export interface Timing {
  readonly select: number
  readonly label: number
  readonly train: number
  readonly evaluate: number
}

/** A finished round, as {@link rounds} gives it; round 0 is the first batch. */
export interface Round extends Past {
  /** The strategy's answer; undefined for an initial set that was given. */
  readonly selection: Selection | undefined
  /** Whether the cold start stood in for the strategy. */
  readonly coldStart: boolean
  /** What the labels of this round cost: what the oracle says, else the plan's `costs` of the items asked about, else one each. */
  readonly cost: number
  /** Labels so far, this round's included. */
  readonly labeled: number
  /** How the model that was trained on all labels so far does on the test items; NaN where labels are no classes. */
  readonly metrics: Metrics.Metrics
  /** Where labels are sets or numbers, what was measured in the place of `metrics`, by name. */
  readonly measures?: { readonly [name: string]: number }
  /** The class that the model gives each item of the pool, by position. */
  readonly poolPredictions: Int32Array
  /** How many test items with a known class `metrics` were measured on. */
  readonly tested: number
  /**
   * How often a test item of each class was taken for each: `Metrics.confusion`, row by row; left out where there are more than
   * {@link MOST_CONFUSED} classes.
   */
  readonly confusion?: ReadonlyArray<number>
  /** How uncertain the model is of what is not labeled, `Stopping.uncertainty`; only where the plan says when to stop. */
  readonly uncertainty?: number
  /** Where the time went. No two runs have the same. */
  readonly milliseconds: Timing
}

interface State {
  readonly past: ReadonlyArray<Past>
  readonly model: Trained | undefined
}

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<readonly [A, number], E, R> =>
  Effect.gen(function*() {
    const start = yield* Clock.currentTimeNanos
    const value = yield* effect
    return [value, Number((yield* Clock.currentTimeNanos) - start) / 1e6] as const
  })

const choose = Effect.fnUntraced(function*(plan: Plan, { model, past }: State) {
  const cold = model === undefined && past.length === 0 && asksModel(plan)
  const query = yield* ask(plan, past)
  const selection = Strategy.runAny(cold ? plan.coldStart : plan.strategy, query)
  const answered = model === undefined ? selection : Effect.provideService(selection, Classifier, model.classifier)
  return { cold, selection: yield* answered }
})

/** The first batch, given or chosen. */
const batch = Effect.fnUntraced(function*(plan: Plan, state: State) {
  if (state.past.length > 0 || plan.initial === undefined) return yield* choose(plan, state)
  return { cold: false, selection: undefined }
})

const idsOf = (plan: Plan, positions: Uint32Array): ReadonlyArray<ItemId> =>
  Array.from(positions, (position) => (plan.ids?.[position] ?? String(position)) as ItemId)

/** Asks the oracle, and checks what it answers. */
const label = Effect.fnUntraced(function*(plan: Plan, question: LabelRequest) {
  const oracle = yield* Oracle
  const failed = (problem: string, cause: unknown) => new OracleError({ reason: { _tag: "Failed", problem, cause } })
  const answer = yield* Ports.call("oracle", () => oracle.label(question), failed)
  const answered = yield* Ports.answered(question, answer, plan.classes)
  const declined = answered.labels.filter((label) => label < 0).length
  yield* Effect.annotateCurrentSpan({ "marginalia.asked": question.positions.length, "marginalia.declined": declined })
  yield* count("asked", question.positions.length)
  yield* count("labels", question.positions.length - declined)
  yield* count("declined", declined)
  return answer.cost === undefined && plan.costs !== undefined
    ? { ...answered, cost: Sum.total(Float64Array.from(question.positions, (position) => plan.costs![position]!)) }
    : answered
})

/** There is something to learn from. */
const requireLabels = (past: ReadonlyArray<Past>): Effect.Effect<void, OracleError> => {
  const { declined, positions } = knownLabels(past)
  return positions.length > 0
    ? Effect.void
    : Effect.fail(new OracleError({ reason: { _tag: "Declined", items: declined.size } }))
}

/** One round after those that are past. */
const nextRound = Effect.fnUntraced(function*(plan: Plan, slot: Slot, { model, past }: State) {
  const round = past.length
  const part = <A, E, R>(name: RoundPart, effect: Effect.Effect<A, E, R>) => timed(partSpan(name, round)(effect))
  const [{ cold, selection }, select] = yield* part("choose", batch(plan, { past, model }))
  const positions = selection?.positions ?? Uint32Array.from(plan.initial ?? [])
  yield* count("picks", selection?.positions.length ?? 0)
  const question = { round, positions, ids: idsOf(plan, positions), selection }
  const [{ cost, labels }, labeling] = yield* part("ask", label(plan, question))
  const all = [...past, { round, positions, labels, pseudo: selection?.pseudo ?? [] }]
  yield* requireLabels(all)
  const [trained, train] = yield* part("train", slot.fit(plan, all))
  const [judged, evaluate] = yield* part("evaluate", evaluated(plan, trained, all))
  yield* count("rounds")
  const finished: Round = {
    ...all[round]!,
    selection,
    coldStart: cold,
    cost,
    labeled: knownLabels(all).positions.length,
    ...judged,
    milliseconds: { select, label: labeling, train, evaluate }
  }
  return [finished, { past: all, model: trained } as State] as const
})

const step = Effect.fnUntraced(function*(plan: Plan, slot: Slot, { model, past }: State) {
  // Resumed: the model of the last finished round is trained again, to the same weights.
  const resumed = model === undefined && past.length > 0 ? yield* slot.fit(plan, past) : model
  const labeled = knownLabels(past).positions.length
  return yield* roundSpan(plan, past.length, labeled)(nextRound(plan, slot, { past, model: resumed }))
})

/** Whether there is another round: one that the plan has, with an item left to ask about. */
const goesOn = (plan: Plan, { past }: State): boolean => past.length < length(plan) && isLeft(plan, past)

/** How many rounds a plan has: the chosen batches, and the initial set where one is given. */
export const length = (plan: Plan): number => plan.rounds + (plan.initial === undefined ? 0 : 1)

/**
 * The rounds of a plan, one by one, as they finish; with `stop` up to the first that it stops at. Given the rounds that are past already, it goes on after them; on a
 * deterministic learner it then gives what it would have given without the interruption. A criterion that should know of rounds
 * that are past is given as it is after them, by `Stopping.since`.
 *
 * One model is in memory at a time; the last one is freed when the stream ends, is interrupted or fails. The stream
 * ends early when every candidate that can be paid was asked about. A plan whose strategy needs a column that nobody gives is a compile error, see
 * {@link plan}.
 *
 * What the oracle and the learner give is checked before anything is built on it. Items that the oracle declines (−1 or null)
 * are neither asked about again nor trained on nor counted as labels.
 *
 * Fails with {@link ExperimentError}: `InvalidQuery` on a plan or past rounds that make no sense; `OracleError` on
 * too few or too many labels (`WrongCount`), one that is no class (`UnknownLabel`), or when every item so far was
 * declined (`Declined`); `LearnerError` on classes of the test items or the pool that are too few, too many or out of
 * range; and as the strategy fails.
 *
 * Each round is a span `Experiment.round`, with `Experiment.choose`, `.ask`, `.train` and `.evaluate` below it; what is counted
 * is in `experiment/telemetry.ts`, and in docs/architecture.md.
 */
export const rounds = <const P extends Plan>(
  plan: P & Planned<P>,
  past: ReadonlyArray<Past> = []
): Stream.Stream<Round, ExperimentError, Oracle | Learner | EmbedderOf<P>> => roundsOf(plan, past)

/** Up to the first round at which a criterion says stop. */
const stopped = <E, R>(all: Stream.Stream<Round, E, R>, stop: Criterion<Facts>): Stream.Stream<Round, E, R> =>
  all.pipe(
    Stream.map((round) => ({ ...round, uncertainty: round.uncertainty ?? Number.NaN, finished: round })),
    until(stop),
    Stream.map(({ finished }) => finished)
  )

const roundsOf = (plan: Plan, past: ReadonlyArray<Past>): Stream.Stream<Round, ExperimentError, Oracle | Learner> =>
  Stream.unwrap(Effect.gen(function*() {
    yield* checkPlan(plan, past)
    const slot = yield* makeSlot
    const all = Stream.unfold<State, Round, ExperimentError, Oracle | Learner>(
      { past, model: undefined },
      (state) => goesOn(plan, state) ? step(plan, slot, state) : Effect.undefined
    )
    return plan.stop === undefined ? all : stopped(all, plan.stop)
  }))
