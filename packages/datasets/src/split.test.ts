import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { numbersOf } from "./items.ts"
import { splitOf } from "./split.ts"

const part = (values: ReadonlyArray<number>, ids: ReadonlyArray<string>) => ({
  ids,
  labels: Int32Array.from(values),
  items: { data: Uint8Array.from(values), rows: values.length, shape: [1, 1, 1] as const }
})

const loaded = { name: "x", classNames: ["a", "b"], folder: "", skipped: [] }

describe("splitOf", () => {
  it.effect("gives the part asked for, and fits to the training part", () =>
    Effect.gen(function*() {
      const train = part([1, 2], ["0", "1"]), test = part([3], ["0"])
      const one = yield* splitOf({ ...loaded, train, test }, "train")
      assert.deepStrictEqual([one.ids, one.fit, one.test], [["0", "1"], train.items, test])
      const other = yield* splitOf({ ...loaded, train, test }, "test")
      assert.deepStrictEqual([other.items, other.fit, other.test], [test.items, train.items, undefined])
      const all = yield* splitOf({ ...loaded, train, test }, "all")
      assert.deepStrictEqual(all.ids, ["train/0", "train/1", "test/0"])
      assert.deepStrictEqual([[...numbersOf(all.items, 0, all.items.rows)], all.items.rows, [...all.labels!]], [
        [1, 2, 3],
        3,
        [1, 2, 3]
      ])
      const named = yield* splitOf({ ...loaded, train, test: part([3], ["z"]) }, "all")
      assert.deepStrictEqual(named.ids, ["0", "1", "z"])
    }))

  it.effect("takes all of three parts, labeled where all are", () =>
    Effect.gen(function*() {
      const three = { ...loaded, train: part([1, 2], ["a", "b"]), validation: part([3], ["c"]), test: part([4], ["d"]) }
      const all = yield* splitOf(three, "all")
      assert.deepStrictEqual([all.ids, [...all.labels!], [...numbersOf(all.items, 0, all.items.rows)]], [
        ["a", "b", "c", "d"],
        [1, 2, 3, 4],
        [1, 2, 3, 4]
      ])
      const clash = yield* splitOf({ ...three, validation: part([3], ["a"]) }, "all")
      assert.deepStrictEqual(clash.ids, ["train/a", "train/b", "val/a", "test/d"])
      const { labels: _, ...bare } = three.validation
      assert.isUndefined((yield* splitOf({ ...three, validation: bare }, "all")).labels)
    }))

  it.effect("refuses a part that there is not", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(splitOf({ ...loaded, train: part([1], ["0"]) }, "all"))
      assert.match(error.message, /x has no test items, so there is no `split: "all"`/)
    }))
})
