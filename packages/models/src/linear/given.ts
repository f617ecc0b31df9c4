/**
 * What linear learners of sets and numbers have in common.
 */
import type { Classifier, LearnerError, Matrix, Trained } from "@marginalia/core"
import { PartFailed } from "@marginalia/core"
import { LearnerError as Failed } from "@marginalia/core/Learner"
import * as Effect from "effect/Effect"

/** The items that are learned from and tested on, as vectors of one width. */
export interface Vectors {
  readonly pool: Matrix.Matrix
  readonly test: Matrix.Matrix
}

const none = (column: string) =>
  Effect.fail(
    new PartFailed({
      part: "Classifier",
      problem: `the model gives no ${column}: its labels are no classes`,
      reason: "NoOutput",
      column
    })
  )

const noClasses: Effect.Effect<never, LearnerError> = Effect.suspend(() =>
  Effect.fail(Failed.failed(undefined, "the model says no classes: its labels are sets or numbers"))
)

/** A model that says nothing of classes: `gives` are its columns, `measured` what comes of its test items. */
export const otherwise = (
  gives: Pick<Classifier["Service"], "labelProbability" | "estimate">,
  measured: NonNullable<Trained["measured"]>
): Trained => ({
  classifier: {
    probability: none("probability"),
    passes: none("passes"),
    feature: none("feature"),
    projection: none("projection"),
    gradient: none("gradient"),
    ...gives
  },
  test: noClasses,
  pool: noClasses,
  measured
})
