/**
 * What a trained model says of items. Tested in packages/cli/test/round-folder.test.ts, train.test.ts and stored.test.ts.
 */
import type * as Matrix from "@marginalia/core/Matrix"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import { classNamesOf } from "../model/folder.ts"
import { compute, type ComputeOptions, type PredictedColumn } from "./compute.ts"
import { checkEncoder } from "./encoder.ts"

/** What a model said of items. */
export interface Prediction {
  /** The items, as they were read. */
  readonly found: FoundItems
  /** The folder of the model. */
  readonly model: string
  /** What was asked for, in that order. */
  readonly columns: ReadonlyArray<PredictedColumn>
  /** How probable each class is, an item a row: what classes are taken by. */
  readonly probability: Matrix.Matrix
  /** Those that were written when the model was trained; undefined where there are none. */
  readonly classNames: ReadonlyArray<string> | undefined
  /** The same, or numbers from 0. */
  readonly names: ReadonlyArray<string>
}

/**
 * Asks the model in the folder `model` about the items that were `found`, on the current backend; all of it is in memory
 * afterwards. `options` say which columns, by default all that one pass over the items gives.
 *
 * Items that were embedded otherwise than those that the model was trained on are refused with `UsageProblem`; where nothing tells
 * how they were, that is said to `Notices`. Fails with `ModelFileError`, with `OutputUnavailable` for a column that the model does
 * not have, with `InvalidTraining` for items of another shape, and as the backend does.
 */
export const predictItems = Effect.fn("predictItems")(
  function*(model: string, found: FoundItems, options: ComputeOptions = {}) {
    yield* checkEncoder(model, found)
    const { classes, columns, probability } = yield* Effect.scoped(compute(model, found.items, options))
    const classNames = yield* classNamesOf(model, classes)
    const names = classNames ?? Array.from({ length: classes }, (_, number) => String(number))
    return { found, model, columns, probability, classNames, names } satisfies Prediction as Prediction
  }
)
