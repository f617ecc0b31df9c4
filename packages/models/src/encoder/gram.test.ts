import { assert, describe, it } from "@effect/vitest"
import { Kernels as Threaded } from "@marginalia/core/node"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { covariance } from "./covariance.ts"
import { gram } from "./gram.ts"
import { applyPca, fitPca } from "./pca.ts"
import { ofMatrix } from "./rows.ts"

const drawn = (rows: number, cols: number) => ({
  data: Float32Array.from({ length: rows * cols }, (_, i) => (i % cols % 7) * Rng.uniform(Rng.fromSeed(rows), i)),
  rows,
  cols
})

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0)

describe("gram", () => {
  it.effect("is symmetric to the bit, and has the trace of the covariance", () =>
    Effect.gen(function*() {
      const x = drawn(130, 300)
      const { matrix } = yield* gram(ofMatrix(x)), other = (yield* covariance(x)).matrix
      const trace = (m: typeof matrix) => Array.from({ length: m.rows }, (_, i) => m.data[i * m.cols + i]!)
      const sum = (of: Array<number>) => of.reduce((a, b) => a + b, 0)
      assert.closeTo(sum(trace(matrix)), sum(trace(other)), 1e-6 * sum(trace(other)))
      for (const [i, j] of [[3, 90], [129, 0]] as const) {
        assert.strictEqual(matrix.data[i * 130 + j], matrix.data[j * 130 + i])
      }
    }))

  it.live("has the same bits on two threads", () =>
    Effect.gen(function*() {
      const x = drawn(70, 200)
      const two = yield* gram(ofMatrix(x)).pipe(Effect.provide(Threaded.layer({ threads: 2 })))
      assert.deepStrictEqual(two, yield* gram(ofMatrix(x)))
    }))
})

describe("the components of fewer rows than columns", () => {
  it.effect("are the covariance's eigenvectors, orthonormal to the last, where nothing varies too", () =>
    Effect.gen(function*() {
      const x = drawn(20, 45)
      // Two rows are others' equals, so that the last components vary by nothing.
      x.data.copyWithin(45 * 18, 0, 45).copyWithin(45 * 19, 45, 90)
      const { components, variance } = yield* fitPca(x, { components: 20 })
      const { matrix } = yield* covariance(x)
      const row = (i: number) => components.data.subarray(i * 45, (i + 1) * 45)
      for (let i = 0; i < 20; i++) {
        for (let j = 0; j <= i; j++) assert.closeTo(dot(row(i), row(j)), i === j ? 1 : 0, 1e-9)
        const image = Array.from({ length: 45 }, (_, a) => dot(matrix.data.subarray(a * 45, (a + 1) * 45), row(i)))
        image.forEach((value, a) => assert.closeTo(value, variance[i]! * row(i)[a]!, 1e-5 * variance[0]!))
      }
      assert.isBelow(variance[17]!, 1e-6 * variance[0]!)
    }))

  it.effect("lie the same wherever the pool lies, by its offset", () =>
    Effect.gen(function*() {
      const x = drawn(20, 45), offset = new Float64Array(45).fill(1.7e9)
      const plain = yield* fitPca(x, { components: 3 }), moved = yield* fitPca({ ...x, offset }, { components: 3 })
      assert.deepStrictEqual(moved.components, plain.components)
      assert.closeTo(moved.mean[7]! - 1.7e9, plain.mean[7]!, 1e-6)
      const there = yield* applyPca(moved, { ...x, offset }), here = yield* applyPca(plain, x)
      here.data.forEach((value, i) => assert.closeTo(there.data[i]!, value, 1e-5))
    }))
})
