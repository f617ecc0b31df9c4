import { assert, describe, it } from "@effect/vitest"
import { Clusterer, Kernels, Matrix, Neighbors, Progress, Query, Rng, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { leastConfidence, length2, top } from "../../test/toys.ts"
import * as Fake from "../Fake.ts"

const pool = Matrix.fromRows([[1, 0], [3, 0], [2, 0]])

describe("fakes", () => {
  it.effect("embed the pool", () =>
    Effect.gen(function*() {
      const { layer, seen } = Fake.embedder(pool)
      const query = yield* Query.make({ size: 3, budget: 2, seed: 0 })
      const { positions } = yield* Effect.provide(Strategy.run(Strategy.make(top(length2())), query), layer)
      assert.deepStrictEqual([...positions], [1, 2])
      assert.deepStrictEqual([...seen], [["embedding", 1]])
    }))

  it.effect("know some of what a classifier knows", () =>
    Effect.gen(function*() {
      const { layer, seen } = Fake.classifier({ probability: Matrix.fromRows([[1, 0], [0.5, 0.5]]) })
      const query = yield* Query.make({ size: 2, budget: 1, seed: 0 })
      const run = Strategy.run(Strategy.make(top(leastConfidence())), query)
      assert.deepStrictEqual([...(yield* Effect.provide(run, layer)).positions], [1])
      assert.strictEqual(seen.get("probability"), 1)
      const error = yield* Effect.flip(Effect.provide(run, Fake.classifier({}).layer))
      assert.match(error.message, /knows no probability/)
    }))

  it.effect("write down progress", () =>
    Effect.gen(function*() {
      const { layer, seen } = Fake.progress()
      const event = { step: "kmeans", done: 1, total: 2 }
      yield* Effect.provide(Effect.flatMap(Progress.Progress, ({ report }) => report(event)), layer)
      assert.deepStrictEqual(seen, [event])
    }))

  it.effect("count calls of kernels, which still work", () =>
    Effect.gen(function*() {
      const { layer, seen } = Fake.kernels()
      const norms = Effect.flatMap(Kernels.Kernels, (kernels) => kernels.rowNorms(pool))
      assert.deepStrictEqual([...(yield* Effect.provide(Effect.andThen(norms, norms), layer))], [1, 3, 2])
      assert.deepStrictEqual([...seen], [["rowNorms", 2]])
    }))

  it.effect("write down what is to be clustered", () =>
    Effect.gen(function*() {
      const { layer, seen } = Fake.clusterer()
      const request = { matrix: pool, k: 3, key: Rng.fromSeed(0) }
      const cluster = Effect.flatMap(Clusterer.Clusterer, (service) => service.cluster(request))
      assert.strictEqual(new Set((yield* Effect.provide(cluster, layer)).assignment).size, 3)
      assert.deepStrictEqual(seen, [request])
    }))

  it.effect("write down whose neighbors are sought", () =>
    Effect.gen(function*() {
      const { layer, seen } = Fake.neighbors()
      const request = { matrix: pool, groups: [Uint32Array.of(0, 1, 2)], k: [1] } as unknown as Neighbors.WithinRequest
      yield* Effect.exit(Effect.provide(Effect.flatMap(Neighbors.Neighbors, ({ within }) => within(request)), layer))
      assert.deepStrictEqual(seen, [request])
    }))
})
