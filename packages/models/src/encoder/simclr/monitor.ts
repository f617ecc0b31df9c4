/** Looks at an encoder while it learns. */
import type { AnyItems } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import type { Model } from "../../model/Model.ts"
import * as Outputs from "../../model/outputs.ts"
import { knn, type Voting } from "./knn.ts"

/** Items and their classes, which the encoder never sees. */
export interface Held {
  readonly items: AnyItems
  /** The class of each item. */
  readonly labels: Int32Array
}

/** The neighbors of the `test` items among the `bank` vote, every `every` epochs (10) and after the last. */
export interface Monitor extends Voting {
  readonly bank: Held
  readonly test: Held
  /** The number of classes. */
  readonly classes: number
  readonly every?: number
}

/** Whether the monitor looks after this epoch, counted from 1. */
export const isDue = ({ every = 10 }: Pick<Monitor, "every">, epoch: number, epochs: number): boolean =>
  epoch % every === 0 || epoch === epochs

/** The share of test items whose class the neighbors' vote gives, by the cosine of features. */
export const look = Effect.fn("simclr.monitor")(function*(model: Model, monitor: Monitor) {
  const { bank, classes, test } = monitor
  const known = { features: yield* Outputs.feature(model, bank.items), labels: bank.labels }
  const found = yield* knn(yield* Outputs.feature(model, test.items), known, classes, monitor)
  return found.filter((label, i) => label === test.labels[i]).length / test.labels.length
})
