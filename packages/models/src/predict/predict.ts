/** What a model said of items, and what is to be written of it. */
import type { FoundItems } from "@marginalia/datasets/read-items"
import type { Predicted } from "./compute.ts"

/** See the module. */
export interface Prediction {
  readonly found: FoundItems
  readonly predicted: Predicted
  /** The folder of the model. */
  readonly model: string
  /** Those that were written when the model was trained; undefined where there are none. */
  readonly classNames: ReadonlyArray<string> | undefined
  /** The same, or numbers. */
  readonly names: ReadonlyArray<string>
  readonly safeCsv: boolean
}
