import { assert, describe, it } from "@effect/vitest"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { fitted, pcaMap, umapMap } from "./draw-map.ts"

const quiet = () => Effect.void

/** Three spots in five dimensions. */
const spots = (rows: number): Matrix => {
  const draw = Rng.reader(Rng.fromSeed(1))
  return {
    data: Float32Array.from({ length: rows * 5 }, (_, i) => ((i / 5 | 0) % 3 === i % 5 ? 9 : 0) + draw()),
    rows,
    cols: 5
  }
}

const apart = (points: Float32Array) => {
  const center = (spot: number, axis: number) => {
    const own = points.filter((_, i) => i % 2 === axis && (i >> 1) % 3 === spot)
    return own.reduce((a, b) => a + b, 0) / own.length
  }
  const distance = (a: number, b: number) => Math.hypot(center(a, 0) - center(b, 0), center(a, 1) - center(b, 1))
  return Math.min(distance(0, 1), distance(1, 2), distance(0, 2))
}

describe("maps", { timeout: 60_000 }, () => {
  it.effect("keep spots apart within the square, the same every time", () =>
    Effect.gen(function*() {
      for (const map of [pcaMap(spots(45), 3), umapMap(spots(45), 3, quiet)]) {
        const points = yield* map
        assert.strictEqual(points.length, 90)
        assert.isTrue(points.every((x) => x >= -1 && x <= 1))
        assert.closeTo(Math.max(...points), 1, 1e-6)
        assert.isAbove(apart(points), 0.5)
        assert.deepStrictEqual(yield* map, points)
      }
    }))

  it.effect("place what UMAP was not fitted to among its neighbors", () =>
    Effect.gen(function*() {
      const points = yield* umapMap(spots(300), 3, quiet, 45)
      assert.isAbove(apart(points), 0.3)
      assert.strictEqual(new Set(points.filter((_, i) => i % 2 === 0)).size, 300)
    }))

  it.effect("are drawn of few items, and of ones that are alike", () =>
    Effect.gen(function*() {
      const alike = (rows: number) => ({ data: new Float32Array(rows * 2).fill(3), rows, cols: 2 })
      for (const rows of [1, 2, 4, 30]) {
        for (const map of [pcaMap(alike(rows), 1), umapMap(alike(rows), 1, quiet)]) {
          const points = yield* map
          assert.strictEqual(points.length, 2 * rows)
          assert.isTrue(points.every((x) => x >= -1 && x <= 1))
        }
      }
      const line = yield* pcaMap({ data: Float32Array.of(0, 1, 5), rows: 3, cols: 1 }, 1)
      assert.deepStrictEqual([...line].filter((_, i) => i % 2 === 1), [0, 0, 0])
      assert.deepStrictEqual([...fitted(Float32Array.of(0, 7, 10, 7))], [-1, 0, 1, 0])
    }))
})
