/**
 * The port to whoever knows the labels: a person, a file, a data set.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import { inWords, type LabelsFileFault, type OracleProblem } from "./ports/oracle-problem.ts"
import type { ItemId } from "./Position.ts"
import * as Quote from "./Quote.ts"
import type { Selection } from "./Selection.ts"

export type { LabelsFileFault, OracleProblem }

/**
 * The labels could not be had, or are not such as were asked for; `reason` says why, with what was found and what is due. An
 * oracle of one's own fails with `Failed`.
 */
export class OracleError extends Data.TaggedError("OracleError")<{ readonly reason: OracleProblem }> {
  readonly exitCode = 2
  override get message(): string {
    return Quote.message(inWords(this.reason))
  }
}

/** What is asked: the labels of these items, in this order. */
export interface LabelRequest {
  /** The round of the experiment, from 0. */
  readonly round: number
  /** The positions of the items in the pool. */
  readonly positions: Uint32Array
  /** The items' ids, in the same order. */
  readonly ids: ReadonlyArray<ItemId>
  /** What the strategy said of them; absent for an initial set that was given. */
  readonly selection: Selection | undefined
}

/**
 * The class of each item that was asked about, from 0, in the order asked; −1 or null where the oracle declines: such an
 * item is neither asked about again nor trained on. A label that is left out is an error, not a declined item.
 */
export interface Answer {
  readonly labels: Int32Array | ReadonlyArray<number | null>
  /** What the labels cost, in the oracle's own unit. Default what the plan says of the items (`costs`), else one each. */
  readonly cost?: number
}

/**
 * The oracle of an experiment, as a service: `label` gives the labels of the items that a round asks about.
 *
 * `label` fails with {@link OracleError}, and so do `Experiment.rounds` on an answer that does not fit the question.
 * `@marginalia/experiments/oracles` has oracles on known labels, noisy ones, and labeling tools.
 */
export class Oracle extends Context.Service<Oracle, {
  readonly label: (question: LabelRequest) => Effect.Effect<Answer, OracleError>
}>()("@marginalia/core/Oracle") {}
