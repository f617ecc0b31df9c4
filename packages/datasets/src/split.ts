/**
 * The parts of a data set: the one asked for, the one to fit, the one to test.
 */
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import type { LoadedImages, Part as PartOf } from "./dataset.ts"
import { type AnyItems, numbersOf, widthOf } from "./items.ts"
import { UsageProblem } from "./problems.ts"

/** Some items, in memory or in a file. */
export type Part = PartOf<AnyItems>

/** One after the other, read from wherever they lie. */
const reading = (a: AnyItems, b: AnyItems) => (from: number, to: number): Uint8Array<ArrayBuffer> => {
  const width = widthOf(a), out = new Uint8Array((to - from) * width), end = Math.min(to, a.rows)
  if (from < end) out.set(numbersOf(a, from, end))
  const first = Math.max(from, a.rows)
  if (first < to) out.set(numbersOf(b, first - a.rows, to - a.rows), (first - from) * width)
  return out
}

const joined = (a: AnyItems, b: AnyItems): AnyItems => {
  if ("read" in a || "read" in b) {
    const { normalization, shape } = a, rows = a.rows + b.rows
    return { rows, shape, ...(normalization !== undefined && { normalization }), read: reading(a, b) }
  }
  const size = a.data.length + b.data.length
  const data = a.data instanceof Uint8Array ? new Uint8Array(size) : new Float32Array(size)
  data.set(a.data)
  data.set(b.data, a.data.length)
  return { ...a, data, rows: a.rows + b.rows }
}

const prefixed = (prefix: string, { ids }: Part): ReadonlyArray<string> => ids.map((id) => `${prefix}/${id}`)

interface Named {
  readonly name: string
  readonly part: Part
}

/** Whether two parts have an id in common. */
const share = (parts: ReadonlyArray<Named>): boolean => {
  const ids = parts.flatMap(({ part }) => part.ids)
  return new Set(ids).size < ids.length
}

/** All parts as one, in this order. Ids that two have are told apart by the part. */
const together = (parts: ReadonlyArray<Named>): Part => {
  const twice = share(parts)
  const ids = parts.flatMap(({ name, part }) => twice ? prefixed(name, part) : part.ids)
  const items = parts.map(({ part }) => part.items).reduce(joined)
  const labels = parts.flatMap(({ part }) => part.labels === undefined ? [] : [part.labels])
  return labels.length < parts.length
    ? { ids, items }
    : { ids, items, labels: Int32Array.from(labels.flatMap((some) => [...some])) }
}

/**
 * The items of a `split` of the parts `loaded`: `train`, `val`, `test`, or `all` of them in this order; ids that two parts have
 * are then written `train/ID`. With them come `fit`, the training items, which encoders are fitted to, and `test`, what is left to
 * test. Fails with `UsageProblem` for a part that there is not.
 */
export const splitOf = Effect.fnUntraced(function*(
  { name, test, train, validation }: LoadedImages<AnyItems>,
  split: "train" | "val" | "test" | "all"
) {
  const asked = Message.setting("split", { value: split })
  if (split === "train") return { ...train, fit: train.items, test }
  if (split === "val" && validation !== undefined) return { ...validation, fit: train.items, test: undefined }
  if (split === "val") {
    const problem = Message.text`${name} has no items to validate with, so there is no ${asked}`
    return yield* new UsageProblem({ problem, hint: "leave it out", setting: "split", value: split, reason: "Missing" })
  }
  if (test === undefined) {
    const problem = Message.text`${name} has no test items, so there is no ${asked}`
    return yield* new UsageProblem({ problem, hint: "leave it out", setting: "split", value: split, reason: "Missing" })
  }
  if (split === "test") return { ...test, fit: train.items, test: undefined }
  const between = validation === undefined ? [] : [{ name: "val", part: validation }]
  const all = together([{ name: "train", part: train }, ...between, { name: "test", part: test }])
  return { ...all, fit: train.items, test: undefined }
})
