/** For tests: the digits that ship with the package, as items. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { digits } from "@marginalia/datasets/digits"
import type { Items } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import type { Labeled } from "../src/train/epochs.ts"

const normalization = { scale: 16, mean: [0.3], std: [0.4] }

/** The first `count` digits as vectors, or as 8 × 8 images, with all of their labels; `rest` are the 200 after them. */
export const digitItems = Effect.fnUntraced(function*(count: number, images = false) {
  const { labels, pool } = yield* digits.pipe(Effect.provide(NodeServices.layer))
  const shape = images ? [8, 8, 1] as const : [64] as const
  const part = (from: number, rows: number): Items => ({
    data: pool.data.subarray(from * 64, (from + rows) * 64),
    rows,
    shape,
    normalization
  })
  const all = Uint32Array.from({ length: count }, (_, i) => i)
  const labeled: Labeled = { items: part(0, count), at: all, labels: labels.slice(0, count), classes: 10 }
  return { labeled, rest: { items: part(count, 200), labels: labels.slice(count, count + 200) } }
})

/** The share of equal entries. */
export const accuracy = (a: Int32Array, b: Int32Array): number =>
  a.filter((value, i) => value === b[i]).length / a.length
