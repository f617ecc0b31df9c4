import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { knownDatasets } from "@marginalia/datasets"
import * as Effect from "effect/Effect"
import { folder, pool } from "../../../datasets/test/files.ts"
import { unitOf } from "../../test/unit.ts"
import type { Data } from "../unit.ts"
import { sizesOf, sourceFacts, widthOf } from "./facts.ts"

const data = (changes: Partial<Data>): Data => ({ ...unitOf({}).data, ...changes })
const digits = { classes: 10, pool: 1797, test: 0, shape: [8, 8, 1] }

describe("facts", () => {
  it.effect("of every known data set are there without its files", () =>
    Effect.gen(function*() {
      for (const dataset of ["digits", ...knownDatasets.keys()]) {
        const { classes, pool, shape } = yield* sourceFacts({ kind: "known", dataset })
        assert.isTrue(classes > 1 && pool > classes && shape.length === 3, dataset)
      }
      assert.deepStrictEqual(yield* sourceFacts({ kind: "known", dataset: "digits" }), digits)
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("of files are read from them", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const labels = put("l.csv", `id,label\n${Array.from({ length: 30 }, (_, i) => `${i},${i % 3}`).join("\n")}\n`)
      const facts = yield* sourceFacts({ kind: "files", pool: put("p.npy", pool()), labels })
      assert.deepStrictEqual(facts, { classes: 3, pool: 30, test: 0, shape: [2], declined: 0 })
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it("tell how many items are left", () => {
    assert.deepStrictEqual(sizesOf(data({}), digits), { pool: 1438, test: 359 })
    assert.deepStrictEqual(sizesOf(data({ subset: { items: 1000, seed: 0 } }), { ...digits, test: 50 }), {
      pool: 1000,
      test: 50
    })
    const tail = data({ longTail: { factor: 50, seed: 0 }, holdOut: null })
    assert.strictEqual(sizesOf(tail, { ...digits, pool: 50_000, test: 1 }).pool, 13_996)
  })

  it("tell how wide an embedding is", () => {
    const width = (embedding: Data["embedding"]) => widthOf(data({ embedding }), digits)
    assert.deepStrictEqual([width({ kind: "raw" }), width({ kind: "pca", dimensions: 7 })], [64, 7])
  })
})
