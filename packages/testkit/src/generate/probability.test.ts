import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import { passesArb, probability, probabilityArb } from "./probability.ts"

const sums = (matrix: Matrix.Matrix): ReadonlyArray<number> =>
  Array.from({ length: matrix.rows }, (_, i) => Matrix.row(matrix, i).reduce((a, b) => a + b, 0))

describe("probabilities", () => {
  test.prop([probabilityArb()])("are not negative and sum to one", (matrix) => {
    assert.isTrue(matrix.data.every((p) => p >= 0))
    assert.isTrue(sums(matrix).every((sum) => Math.abs(sum - 1) < 1e-6))
  })

  test.prop([passesArb()])("come in passes over one pool", (passes) => {
    for (const one of passes) assert.deepStrictEqual([one.rows, one.cols], [passes[0]!.rows, passes[0]!.cols])
  })

  it("are as certain as they say", () => {
    const of = (certainty: "uniform" | "one-hot" | "ties" | "continuous") =>
      Array.from(probability({ rows: 20, classes: 4, certainty, seed: 2 }).data)
    assert.isTrue(of("uniform").every((p) => p === 0.25))
    assert.isTrue(of("one-hot").every((p) => p === 0 || p === 1))
    assert.isTrue(of("ties").every((p) => Number.isInteger(p * 4)))
    assert.strictEqual(new Set(of("continuous")).size, 80)
  })
})
