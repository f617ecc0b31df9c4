import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import type { FoundItems } from "@marginalia/datasets/read-items"
import * as Effect from "effect/Effect"
import { folder } from "../../../datasets/test/files.ts"
import { readLearnable } from "./learnable.ts"

const items = { data: new Float32Array(4), rows: 4, shape: [1] as const }

const pool: FoundItems = {
  name: "p",
  kind: "pool",
  split: "all",
  rowNumbers: false,
  classNames: [],
  items,
  fit: items,
  ids: ["w", "x", "y", "z"],
  test: undefined
}

/** With classes in an order of its own. */
const dataset: FoundItems = {
  ...pool,
  kind: "data set",
  classNames: ["shoe", "bag", "hat"],
  labels: Int32Array.of(2, 0, 1, 2)
}

layer(NodeServices.layer)("readLearnable", (it) => {
  const read = (found: FoundItems, labels?: string, classes?: string) => readLearnable(found, { labels, classes })

  it.effect("takes a data set's own labels where none are given, and its order of classes where some are", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const all = yield* read(dataset)
      assert.deepStrictEqual([[...all.data.at], [...all.data.labels], all.data.classes], [
        [0, 1, 2, 3],
        [2, 0, 1, 2],
        3
      ])
      const some = yield* read(dataset, put("some.csv", "id,label\nz,hat\nx,bag\n"))
      assert.deepStrictEqual([[...some.data.at], [...some.data.labels]], [[3, 1], [2, 1]])
      assert.deepStrictEqual([some.classNames, some.data.classes], [["shoe", "bag", "hat"], 3])
      const wrong = yield* Effect.flip(read(dataset, put("wrong.csv", "id,label\nz,hut\n")))
      assert.match(wrong.message, /the label "hut" is no class of the data set \(shoe, bag, hat\)/)
    }))

  it.effect("sorts a pool's classes, or takes those given", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, labels = put("l.csv", "id,label\nw,shoe\nz,bag\n")
      const sorted = yield* read(pool, labels)
      assert.deepStrictEqual([sorted.classNames, [...sorted.data.labels]], [["bag", "shoe"], [1, 0]])
      const given = yield* read(pool, labels, "shoe,hat,bag")
      assert.deepStrictEqual([given.classNames, [...given.data.labels], given.data.classes], [
        ["shoe", "hat", "bag"],
        [0, 2],
        3
      ])
      assert.match((yield* Effect.flip(read(pool))).message, /p comes without labels; give them: `labels`, of id,label/)
      const idle = yield* Effect.flip(readLearnable(pool, { byPosition: true }))
      assert.match(idle.message, /`byPosition` says how to read `labels`, and there are none; give `labels`/)
    }))
})
