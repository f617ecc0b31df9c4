import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { loadDigits } from "@marginalia/datasets"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import * as Effect from "effect/Effect"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import sharp from "sharp"
import { folder, pool, poolCsv } from "../../../datasets/test/files.ts"
import type { Data } from "../unit.ts"
import { loadData } from "./load.ts"

const digits: Data = {
  name: "digits",
  source: { kind: "known", dataset: "digits" },
  subset: null,
  longTail: null,
  holdOut: { fraction: 0.2, seed: 0 },
  embedding: { kind: "raw" }
}

const load = (changes: Partial<Data> = {}) =>
  loadData({ ...digits, ...changes }).pipe(Effect.provide(NodeServices.layer))

const countsOf = (labels: Int32Array): ReadonlyArray<number> =>
  Array.from({ length: 10 }, (_, c) => labels.filter((label) => label === c).length)

describe("loadData", () => {
  it.effect("holds out a share of each class, and keeps every item once with its label and id", () =>
    Effect.gen(function*() {
      const { embedding, ids, images, labels, test } = yield* load()
      const whole = yield* Effect.promise(loadDigits)
      assert.strictEqual(labels.length + test.labels.length, 1797)
      assert.strictEqual(test.labels.length, 359)
      assert.strictEqual(new Set(ids).size, labels.length)
      for (const row of [0, 700, labels.length - 1]) {
        const at = Number(ids[row])
        assert.strictEqual(labels[row], whole.labels[at])
        assert.deepStrictEqual(
          embedding.data.slice(64 * row, 64 * row + 64),
          whole.pool.data.slice(64 * at, 64 * at + 64).map((x) => x / 16)
        )
      }
      assert.deepStrictEqual(images!.shape, [8, 8, 1])
      assert.strictEqual(test.images!.rows, 359)
      for (const count of countsOf(test.labels)) assert.closeTo(count, 36, 2)
    }))

  it.effect("draws the subset and then the tail, and leaves the test items whole", () =>
    Effect.gen(function*() {
      const { labels, test } = yield* load({ subset: { items: 1000, seed: 0 }, longTail: { factor: 10, seed: 0 } })
      const counts = countsOf(labels)
      assert.isAbove(counts[0]!, 85)
      assert.strictEqual(counts[9], 10)
      assert.strictEqual(test.labels.length, 359)
      const other = yield* load({ subset: { items: 1000, seed: 1 } }),
        again = yield* load({ subset: { items: 1000, seed: 1 } })
      assert.strictEqual(other.labels.length, 1000)
      assert.deepStrictEqual(other, again)
      assert.notDeepEqual(other.ids, (yield* load({ subset: { items: 1000, seed: 0 } })).ids)
    }))

  it.effect("finds components on the pool, the same every time, and applies them to the test items", () =>
    Effect.gen(function*() {
      const embedding = { kind: "pca", dimensions: 5 } as const
      const first = yield* load({ embedding }), second = yield* load({ embedding })
      assert.deepStrictEqual([first.embedding.cols, first.test.embedding.cols], [5, 5])
      assert.deepStrictEqual(first, second)
      const mean = first.embedding.data.reduce((a, b) => a + b, 0) / first.embedding.data.length
      assert.closeTo(mean, 0, 1e-4)
    }))

  it.effect("takes rows of a file in the source's order", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const file = put("v.npy", encodeNpy(Float32Array.from({ length: 1797 }, (_, i) => i), [1797, 1]))
      const { embedding, ids, test } = yield* load({ embedding: { kind: "file", pool: file } })
      assert.deepStrictEqual(Array.from(embedding.data, String), [...ids])
      assert.strictEqual(test.embedding.rows, 359)
      const short = put("s.npy", encodeNpy(new Float32Array(3), [3, 1]))
      const error = yield* Effect.flip(load({ embedding: { kind: "file", pool: short } }))
      assert.match(error.message, /it has 3 rows, and there are 1797 items/)
    }))

  it.effect("reads files of one's own", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const labels = put(
        "l.csv",
        `id,label\n${Array.from({ length: 30 }, (_, i) => `item-${i},${"abc"[i % 3]}`).join("\n")}\n`
      )
      const source = { kind: "files", pool: put("p.csv", poolCsv()), labels } as const
      const own = yield* load({ source, holdOut: { fraction: 0.5, seed: 0 } })
      assert.deepStrictEqual(own.classNames, ["a", "b", "c"])
      assert.strictEqual(own.labels.length, 15)
      assert.isUndefined(own.images)
      assert.isTrue(own.ids.every((id, row) => Number(id.slice(5)) % 3 === own.labels[row]))
      const none = yield* Effect.flip(load({ source, holdOut: null }))
      assert.match(none.message, /digits has no test items/)
    }))

  it.effect("has no labels where none are given, and tests on items of their own", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const test = {
        pool: put("t.npy", pool()),
        labels: put("t.csv", `id,label\n${Array.from({ length: 30 }, (_, i) => `${i},${i % 2}`).join("\n")}\n`)
      }
      const file = put("p.npy", pool())
      const own = yield* load({ source: { kind: "files", pool: file, test }, holdOut: null })
      assert.isTrue(own.labels.every((label) => label === -1))
      assert.strictEqual(own.test.labels.length, 30)
      const some = put("some.csv", "id,label\n0,0\n")
      const missing = yield* Effect.flip(
        load({ source: { kind: "files", pool: file, labels: some, test }, holdOut: null })
      )
      assert.match(missing.message, /the item 1 of .* has no label here/)
      const classes = yield* Effect.flip(
        load({ source: { kind: "files", pool: file, classes: ["0"], test }, holdOut: null })
      )
      assert.match(classes.message, /has the label "1", which is no class; the classes are 0/)
    }))

  it.effect("reads folders of images, a folder a class", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      for (const [shade, name] of ["dark", "light"].entries()) {
        mkdirSync(join(path, name))
        for (let i = 0; i < 10; i++) {
          const create = { width: 6, height: 6, channels: 3, background: { r: 200 * shade, g: i, b: 0 } } as const
          yield* Effect.promise(() => sharp({ create }).png().toFile(join(path, name, `${i}.png`)))
        }
      }
      const source = { kind: "known", dataset: path, size: 3 } as const
      const { classNames, ids, images, labels, test } = yield* load({ source, holdOut: null })
      assert.deepStrictEqual(classNames, ["dark", "light"])
      assert.deepStrictEqual(images!.shape, [3, 3, 3])
      assert.deepStrictEqual([labels.length, test.labels.length], [16, 4])
      assert.match(ids[0]!, /dark.*\.png$/)
    }))
})
