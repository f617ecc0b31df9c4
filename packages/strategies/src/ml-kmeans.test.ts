import { assert, describe, it } from "@effect/vitest"
import { Clusterer, Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { vi } from "vitest"
import { layer, mlKmeans } from "./ml-kmeans.ts"

const key = Rng.fromSeed(5)

/** Five clear groups of twenty in the plane, the first point twice. */
const groups = Matrix.fromRows(
  Array.from({ length: 100 }, (_, i) => [10 * (i % 5) + Math.sin(i * i), 3 * (i % 2) * (i % 5) + Math.cos(i * i)])
)

const same = (a: Int32Array, b: Int32Array): boolean =>
  new Set(Array.from(a, (j, i) => `${j},${b[i]}`)).size === new Set(a).size && new Set(a).size === new Set(b).size

describe("ml-kmeans", () => {
  it.effect("is a clusterer by layer, and repeats itself", () =>
    Effect.gen(function*() {
      const clusterer = yield* Clusterer.Clusterer
      assert.strictEqual(clusterer.name, "ml-kmeans")
      const request = { matrix: groups, k: 5, key }
      assert.deepStrictEqual(yield* clusterer.cluster(request), yield* clusterer.cluster(request))
    }).pipe(Effect.provide(layer)))

  it.effect("from the same start it comes to the same clusters as ours", () =>
    Effect.gen(function*() {
      const initial = Matrix.fromRows64([0, 1, 2, 3, 4].map((i) => Matrix.row(groups, i)))
      const request = { matrix: groups, k: 5, key, initial, tolerance: 0 }
      const theirs = yield* mlKmeans.cluster(request)
      const ours = yield* Clusterer.kmeans.cluster(request)
      assert.isTrue(same(theirs.assignment, ours.assignment))
      assert.closeTo(theirs.inertia, ours.inertia, 1e-9 * ours.inertia)
      assert.strictEqual(theirs.sizes.reduce((sum, size) => sum + size), 100)
    }))

  it.effect("clusters only the rows asked for, into at most the distinct ones", () =>
    Effect.gen(function*() {
      const matrix = Matrix.fromRows([[0, 0], [1, 1], [0, 0], [9, 9], [1, 1]])
      const { assignment, sizes } = yield* mlKmeans.cluster({ matrix, rows: Uint32Array.of(0, 1, 2, 4), k: 4, key })
      assert.strictEqual(assignment[3], -1)
      assert.strictEqual(assignment[0], assignment[2])
      assert.strictEqual(sizes.length, 2)
    }))

  it.effect("refuses weights", () =>
    Effect.gen(function*() {
      const weights = Float64Array.from({ length: 100 }, (_, i) => i)
      const error = yield* Effect.flip(mlKmeans.cluster({ matrix: groups, k: 5, key, weights }))
      assert.match(error.message, /^ml-kmeans: it has no weights/)
    }))

  it("says how to add the package when it is missing", async () => {
    vi.resetModules()
    vi.doMock("ml-kmeans", () => {
      throw new Error("Cannot find package")
    })
    const fresh = await import("./ml-kmeans.ts")
    const error = await Effect.runPromise(Effect.flip(fresh.mlKmeans.cluster({ matrix: groups, k: 2, key })))
    assert.match(error.message, /npm install ml-kmeans/)
    vi.doUnmock("ml-kmeans")
  })
})
