/**
 * How a model does after a round: on the test items, and what it says of the pool.
 */
import * as Effect from "effect/Effect"
import type { PartFailed } from "../Errors.ts"
import { LearnerError, type Trained } from "../Learner.ts"
import * as Metrics from "../Metrics.ts"
import { isClassification } from "./answers.ts"
import { confusionOf, uncertaintyOf } from "./measured.ts"
import type { Past, Plan } from "./plan.ts"

/** What a round says of its model, see `Experiment.Round`. */
interface Judged {
  readonly metrics: Metrics.Metrics
  readonly measures?: { readonly [name: string]: number }
  readonly poolPredictions: Int32Array
  readonly tested: number
  readonly confusion?: ReadonlyArray<number>
  readonly uncertainty?: number
}

const ofClasses = Effect.fnUntraced(function*(plan: Plan, trained: Trained, all: ReadonlyArray<Past>) {
  const [{ actual, predicted }, poolPredictions, unsure] = yield* Effect.all([
    trained.test,
    trained.pool,
    uncertaintyOf(plan, trained, all)
  ])
  return {
    metrics: Metrics.of(actual, predicted, plan.classes),
    poolPredictions,
    tested: actual.reduce((count, label) => label >= 0 ? count + 1 : count, 0),
    ...confusionOf(plan, { actual, predicted }),
    ...unsure
  }
})

/** What is measured of classes where labels are none. */
const unmeasured: Metrics.Metrics = { accuracy: NaN, balancedAccuracy: NaN, macroF1: NaN, recall: [] }

const ofOthers = Effect.fnUntraced(function*({ measured }: Trained) {
  if (measured === undefined) {
    return yield* new LearnerError({ reason: { _tag: "NoEffect", output: "measured", value: measured } })
  }
  return { metrics: unmeasured, poolPredictions: new Int32Array(), ...(yield* measured) }
})

/** What a round says of the model that was trained after it. Fails with `LearnerError` and as the classifier fails, with `PartFailed`. */
export const evaluated = (
  plan: Plan,
  trained: Trained,
  all: ReadonlyArray<Past>
): Effect.Effect<Judged, LearnerError | PartFailed> =>
  isClassification(plan) ? ofClasses(plan, trained, all) : ofOthers(trained)
