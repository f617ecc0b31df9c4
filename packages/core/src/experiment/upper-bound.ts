/**
 * What the best of some strategies' batches would have come to, round after round, if all labels were known before.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { Classifier } from "../Classifier.ts"
import { InvalidQuery, type SelectionError } from "../Errors.ts"
import type { Learner, LearnerError } from "../Learner.ts"
import * as Metrics from "../Metrics.ts"
import { refuse } from "../query/refuse.ts"
import * as Strategy from "../Strategy.ts"
import { ask, asksModel } from "./ask.ts"
import { checkPlan } from "./check-plan.ts"
import type { Past, Plan } from "./plan.ts"
import { isLeft } from "./scope.ts"
import { held, trainOn } from "./slot.ts"

/** A plan of classes without a strategy of its own: {@link upperBound} has several. */
export type UpperBoundPlan = Omit<Plan, "strategy" | "coldStart" | "stop" | "initial" | "task" | "targets">

/** A round of {@link upperBound}. */
export interface BestRound extends Past {
  /** Which of the strategies chose the batch, by its place in their list. */
  readonly chosen: number
  /** How many labels there are, this round's included. */
  readonly labeled: number
  /** How the model that was trained on them does on the test items. */
  readonly metrics: Metrics.Metrics
}

/** A batch, what its labels are, and the strategies that would choose it, by the first of them. */
interface Batch {
  readonly positions: Uint32Array
  readonly chosen: number
}

/** The batches of the strategies that can be asked, each once: order within a batch does not count. */
const batches = Effect.fnUntraced(
  function*(plan: UpperBoundPlan, strategies: ReadonlyArray<Strategy.Any>, past: ReadonlyArray<Past>, model?: Model) {
    const found = new Map<string, Batch>()
    for (const [chosen, strategy] of strategies.entries()) {
      if (model === undefined && asksModel({ columns: plan.columns, strategy })) continue
      const query = yield* ask({ ...plan, strategy, coldStart: strategy }, past)
      const selecting = Strategy.runAny(strategy, query)
      const { positions } = yield* model === undefined
        ? selecting
        : Effect.provideService(selecting, Classifier, model.trained.classifier)
      const key = positions.slice().sort().join()
      if (positions.length > 0 && !found.has(key)) found.set(key, { positions, chosen })
    }
    return [...found.values()]
  }
)

interface Model {
  readonly trained: ReturnType<typeof held>
  readonly scope: Scope.Closeable
}

/** A batch that was tried: the model that its labels give, and how it does. */
interface Tried {
  readonly round: BestRound
  readonly model: Model
}

/** Trains on a batch's labels beside all before, and looks how it does. */
const attempt = Effect.fnUntraced(
  function*(plan: UpperBoundPlan, past: ReadonlyArray<Past>, truth: Int32Array, { chosen, positions }: Batch) {
    const scope = yield* Scope.make()
    const labels = Int32Array.from(positions, (position) => truth[position]!)
    const next: Past = { round: past.length, positions, labels, pseudo: [] }
    const trying = Effect.gen(function*() {
      const trained = held(plan, yield* Scope.provide(trainOn(plan.seed, [...past, next]), scope))
      const { actual, predicted } = yield* trained.test
      const labeled = [...past, next].reduce((sum, { positions }) => sum + positions.length, 0)
      const round: BestRound = { ...next, chosen, labeled, metrics: Metrics.of(actual, predicted, plan.classes) }
      return { round, model: { trained, scope } } satisfies Tried as Tried
    })
    return yield* Effect.onError(trying, () => Scope.close(scope, Exit.void))
  }
)

const release = (model: Model | undefined): Effect.Effect<void> =>
  model === undefined ? Effect.void : Scope.close(model.scope, Exit.void)

const checkTruth = ({ classes, size }: UpperBoundPlan, strategies: ReadonlyArray<unknown>, truth: Int32Array): void => {
  if (strategies.length === 0) {
    const reason = { _tag: "Kind", key: "strategies", value: strategies, expected: "at least one strategy" } as const
    refuse(reason, "there is no strategy", "give at least one that asks no model")
  }
  const at = truth.findIndex((label) => !(label >= 0 && label < classes))
  if (truth.length === size && at < 0) return
  const value = at < 0 ? truth.length : truth[at]!, expected = `${size} classes from 0 to ${classes - 1}, one an item`
  const problem = at < 0 ? `the truth has ${value} labels` : `the truth says ${value} of item ${at}`
  refuse({ _tag: "Kind", key: "truth", value, expected }, problem, `give ${expected}`)
}

const checked = (plan: UpperBoundPlan, strategies: ReadonlyArray<Strategy.Any>, truth: Int32Array) =>
  Effect.andThen(
    Effect.try({
      try: () => checkTruth(plan, strategies, truth),
      catch: (error) => {
        if (error instanceof InvalidQuery) return error
        throw error
      }
    }),
    Effect.suspend(() => checkPlan({ ...plan, strategy: strategies[0]!, coldStart: strategies[0]! }, []))
  )

/** The models in memory: the one of the last round, and the best so far of this one. */
interface Kept {
  last: Model | undefined
  best: Tried | undefined
}

/** The best of the batches of a round; undefined where there is none. What is not kept is freed at once. */
const roundOf = Effect.fnUntraced(
  function*(
    plan: UpperBoundPlan,
    strategies: ReadonlyArray<Strategy.Any>,
    truth: Int32Array,
    past: ReadonlyArray<Past>,
    kept: Kept
  ) {
    const all = yield* batches(plan, strategies, past, kept.last)
    yield* release(kept.last)
    for (const batch of all) {
      const tried = yield* attempt(plan, past, truth, batch), { best } = kept
      const better = best === undefined || tried.round.metrics.accuracy > best.round.metrics.accuracy
      if (better) kept.best = tried
      yield* release(better ? best?.model : tried.model)
    }
    const { best } = kept
    kept.last = best?.model
    kept.best = undefined
    return best?.round
  }
)

/**
 * An upper bound for what some `strategies` can come to on a `plan`: each round all of them choose a batch, a model is trained on
 * each batch with its true labels (`truth`, a class an item), and the batch after which the test items are predicted best is taken; ties go to the
 * earlier strategy. Greedy, and so no bound in the strict sense: a worse batch may pay later.
 *
 * Nobody could select so: it looks at all labels and at the test items. Strategies that ask a model are passed over in the first
 * round; at least one must ask none. Of k strategies k models are trained a round, and two are in memory at most.
 *
 * Fails with `InvalidQuery` on a plan, strategies or labels that make no sense, with `LearnerError`, and as a strategy fails, with
 * `SelectionError`.
 *
 * Source: BoSS, a best-of-strategies selector as an oracle (arXiv 2603.13109), with the strategies' own batches on the whole pool.
 */
export const upperBound = (
  plan: UpperBoundPlan,
  strategies: ReadonlyArray<Strategy.Any>,
  truth: Int32Array
): Effect.Effect<ReadonlyArray<BestRound>, InvalidQuery | SelectionError | LearnerError, Learner> =>
  Effect.suspend(() => {
    const kept: Kept = { last: undefined, best: undefined }
    const rounds = Effect.gen(function*() {
      yield* checked(plan, strategies, truth)
      const past: Array<BestRound> = []
      const [strategy] = strategies as readonly [Strategy.Any], whole = { ...plan, strategy, coldStart: strategy }
      while (past.length < plan.rounds && isLeft(whole, past)) {
        const found = yield* roundOf(plan, strategies, truth, past, kept)
        if (found === undefined) break
        past.push(found)
      }
      return past
    })
    const free = Effect.suspend(() => Effect.andThen(release(kept.last), release(kept.best?.model)))
    return Effect.ensuring(rounds, free)
  })
