/**
 * What is measured of a model after a round beside the metrics. Tested in `Experiment.test.ts`.
 */
import * as Effect from "effect/Effect"
import type { Trained } from "../Learner.ts"
import * as Metrics from "../Metrics.ts"
import { uncertainty } from "../stopping/levels.ts"
import { knownLabels } from "./known-labels.ts"
import type { Past, Plan } from "./plan.ts"

/** Of more classes no table of confusions is kept with a round: it is as large as their square. */
export const MOST_CONFUSED = 100

/** How often a test item of each class was taken for each, where there are not too many classes. */
export const confusionOf = ({ classes }: Plan, { actual, predicted }: Effect.Success<Trained["test"]>) =>
  classes > MOST_CONFUSED ? {} : { confusion: Array.from(Metrics.confusion(actual, predicted, classes)) }

/** What criteria for stopping look at beside the rest, where there are some: another pass over the pool. */
export const uncertaintyOf = Effect.fnUntraced(function*(
  { size, stop }: Plan,
  trained: Trained,
  all: ReadonlyArray<Past>
) {
  if (stop === undefined) return {}
  const known = new Set(knownLabels(all).positions)
  const rest = Array.from({ length: size }, (_, i) => i).filter((position) => !known.has(position))
  return { uncertainty: uncertainty(yield* trained.classifier.probability, rest) }
})
