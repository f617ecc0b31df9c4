import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix"
import { leading } from "./subspace.ts"

/** Σ λ v vᵀ over orthonormal v (rows of a product of reflections). */
const withEigenvalues = (values: ReadonlyArray<number>) => {
  const d = values.length
  const u = Float64Array.from({ length: d }, (_, i) => Rng.uniform(Rng.fromSeed(d), i) - 0.4)
  const square = u.reduce((sum, x) => sum + x * x, 0)
  const entry = (i: number, j: number): number => (i === j ? 1 : 0) - 2 * u[i]! * u[j]! / square
  const data = new Float64Array(d * d)
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) for (let c = 0; c < d; c++) data[i * d + j]! += values[c]! * entry(i, c) * entry(j, c)
  }
  return {
    matrix: { data, rows: d, cols: d },
    vector: (c: number) => Float64Array.from({ length: d }, (_, i) => entry(i, c))
  }
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0)

describe("leading", () => {
  it.effect("finds what a whole decomposition finds", () =>
    Effect.gen(function*() {
      const { matrix, vector } = withEigenvalues(Array.from({ length: 90 }, (_, i) => 100 / (1 + i) ** 1.5))
      const found = (yield* leading(matrix, 5))!
      for (let c = 0; c < 5; c++) {
        assert.closeTo(found.values[c]!, 100 / (1 + c) ** 1.5, 1e-4)
        assert.closeTo(Math.abs(dot(found.vectors.subarray(c * 90, (c + 1) * 90), vector(c))), 1, 1e-6)
      }
      const rows = Array.from({ length: 90 }, (_, i) => matrix.data.subarray(i * 90, (i + 1) * 90))
      const exact = new EigenvalueDecomposition(new MlMatrix(rows), { assumeSymmetric: true }).realEigenvalues
      assert.closeTo(found.values[4]!, exact.toSorted((a, b) => b - a)[4]!, 1e-4)
    }))

  it.effect("finds equal eigenvalues as often as they are there, and zeros", () =>
    Effect.gen(function*() {
      const { matrix } = withEigenvalues([...[9, 9, 9, 4, 0, 0], ...Array<number>(60).fill(0)])
      const found = (yield* leading(matrix, 4))!
      ;[9, 9, 9, 4].forEach((value, c) => assert.closeTo(found.values[c]!, value, 1e-4))
      const row = (c: number) => found.vectors.subarray(c * 66, (c + 1) * 66)
      for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) assert.closeTo(dot(row(i), row(j)), i === j ? 1 : 0, 1e-9)
    }))

  it.effect("finds what a whole decomposition finds where the eigenvalues are close together", () =>
    Effect.gen(function*() {
      for (const gap of [1e-2, 1e-3, 1e-4]) {
        const { matrix } = withEigenvalues(Array.from({ length: 120 }, (_, i) => 1 / (1 + gap * i)))
        const found = (yield* leading(matrix, 3))!
        for (let c = 0; c < 3; c++) {
          assert.closeTo(found.values[c]!, 1 / (1 + gap * c), 1e-6)
          const row = found.vectors.subarray(c * 120, (c + 1) * 120)
          const image = row.map((_, i) => dot(matrix.data.subarray(i * 120, (i + 1) * 120), row))
          image.forEach((value, i) => assert.closeTo(value, found.values[c]! * row[i]!, 2e-6))
        }
      }
    }))

  it.effect("finds the largest of noise, whose eigenvalues have no gap between them", () =>
    Effect.gen(function*() {
      const d = 160, rows = 260, key = Rng.fromSeed(7), data = new Float64Array(d * d)
      const noise = Array.from({ length: d }, (_, c) =>
        Float64Array.from({ length: rows }, (_, i) => Rng.uniform(key, c * rows + i) - 0.5))
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) {
          data[i * d + j] = dot(noise[i]!, noise[j]!) / rows
        }
      }
      const found = (yield* leading({ data, rows: d, cols: d }, 6))!
      const whole = new EigenvalueDecomposition(
        new MlMatrix(Array.from({ length: d }, (_, i) =>
          data.subarray(i * d, (i + 1) * d))),
        { assumeSymmetric: true }
      )
      const order = [...whole.realEigenvalues.keys()].sort((a, b) =>
        whole.realEigenvalues[b]! - whole.realEigenvalues[a]!
      )
      for (let c = 0; c < 6; c++) {
        assert.closeTo(found.values[c]!, whole.realEigenvalues[order[c]!]!, 1e-7)
        const vector = whole.eigenvectorMatrix.getColumn(order[c]!)
        assert.closeTo(Math.abs(dot(found.vectors.subarray(c * d, (c + 1) * d), vector)), 1, 1e-6)
      }
    }))

  it.effect("gives up where they are too close for that", () =>
    Effect.gen(function*() {
      const { matrix } = withEigenvalues(Array.from({ length: 120 }, (_, i) => 1 - 2e-6 * i))
      assert.strictEqual(yield* leading(matrix, 3), undefined)
    }))
})
