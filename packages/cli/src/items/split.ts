/**
 * The parts of a data set: the one asked for, the one to fit, the one to test.
 */
import type { LoadedImages, Part } from "@marginalia/datasets"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { Items } from "@marginalia/models/training"
import * as Effect from "effect/Effect"

export type { Part } from "@marginalia/datasets"

const joined = (a: Items, b: Items): Items => {
  const size = a.data.length + b.data.length
  const data = a.data instanceof Uint8Array ? new Uint8Array(size) : new Float32Array(size)
  data.set(a.data)
  data.set(b.data, a.data.length)
  return { ...a, data, rows: a.rows + b.rows }
}

const prefixed = (prefix: string, { ids }: Part): ReadonlyArray<string> => ids.map((id) => `${prefix}/${id}`)

/** Both parts as one, the training part first. Ids that both may have are told apart by the part. */
const both = (train: Part, test: Part): Part => {
  const twice = new Set(train.ids)
  const ids = test.ids.some((id) => twice.has(id))
    ? [...prefixed("train", train), ...prefixed("test", test)]
    : [...train.ids, ...test.ids]
  const items = joined(train.items, test.items)
  if (train.labels === undefined || test.labels === undefined) return { ids, items }
  return { ids, items, labels: Int32Array.of(...train.labels, ...test.labels) }
}

/** The items of a split, what encoders are fitted to, and what is left to test. Refuses a part that there is not. */
export const splitOf = Effect.fnUntraced(function*(
  { name, test, train }: LoadedImages,
  split: "train" | "test" | "all"
) {
  if (split === "train") return { ...train, fit: train.items, test }
  if (test === undefined) {
    const problem = `${name} has no test items, so there is no --split ${split}`
    return yield* new UsageProblem({ problem, hint: "leave it out" })
  }
  return { ...(split === "test" ? test : both(train, test)), fit: train.items, test: undefined }
})
