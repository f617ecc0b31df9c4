import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { scalingOf } from "./head/fit.ts"
import { alikes, makeLikeness, similarTo } from "./similar.ts"

const grid = fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 })), {
  minLength: 2,
  maxLength: 12
}).map((rows) => ({ data: Float32Array.from(rows.flat()), rows: rows.length, cols: 2 }))

describe("likeness", () => {
  test.prop([grid])("is the cosine around the mean, whichever way it is asked for", async (matrix) => {
    const { mean } = scalingOf(matrix, "whole"), likeness = makeLikeness(matrix, mean)
    for (let a = 0; a < matrix.rows; a++) {
      const all = await Effect.runPromise(likeness.to(a))
      for (let b = 0; b < matrix.rows; b++) {
        const at = (row: number, j: number) => matrix.data[2 * row + j]! - mean[j]!
        const length = (row: number) => {
          const far = Math.hypot(at(row, 0), at(row, 1))
          return far <= 1e-7 * Math.hypot(matrix.data[2 * row]!, matrix.data[2 * row + 1]!) ? 0 : far
        }
        const lengths = length(a) * length(b)
        const naive = a === b ? 1 : lengths === 0 ? 0 : (at(a, 0) * at(b, 0) + at(a, 1) * at(b, 1)) / lengths
        assert.closeTo(likeness.between(a, b), naive, 1e-6)
        assert.closeTo(all[b]!, naive, 1e-6)
      }
    }
  })

  it.effect("takes a row at the mean for like nothing, though the mean is rounded", () =>
    Effect.gen(function*() {
      const matrix = { data: Float32Array.of(-2, -2, -1, -2, -1, -1, -1, 0, 1, 0, -2, -1), rows: 6, cols: 2 }
      const likeness = makeLikeness(matrix, Float64Array.of(-1 + 2 ** -53, -1 - 2 ** -52))
      assert.deepStrictEqual([...(yield* likeness.to(2))], [0, 0, 1, 0, 0, 0])
      assert.deepStrictEqual([0, 1, 2, 3].map((row) => likeness.between(2, row)), [0, 0, 1, 0])
    }))

  it.effect("gives the likest first, without the item itself, ties to the smaller position", () =>
    Effect.gen(function*() {
      const matrix = { data: Float32Array.of(1, 0, 2, 0.1, 3, 0, -3, 0, 0, 1), rows: 5, cols: 2 }
      const likeness = makeLikeness(matrix, new Float64Array(2))
      assert.deepStrictEqual([...(yield* similarTo(likeness, 0, 3)).items], [2, 1, 4])
      assert.deepStrictEqual([...(yield* similarTo(likeness, 0, 99)).items], [2, 1, 4, 3])
      assert.closeTo((yield* similarTo(likeness, 3, 1)).similarity[0]!, 0, 1e-6)
    }))

  it("puts near-duplicates into one group, by the first of it", () => {
    const matrix = { data: Float32Array.of(1, 0, 0, 1, 1, 0.1, -1, 0, 0.01, 1, 1, 0.3), rows: 6, cols: 2 }
    const found = alikes(makeLikeness(matrix, new Float64Array(2)), [0, 1, 2, 3, 4, 5])
    assert.deepStrictEqual([[...found.items], [...found.group]], [[0, 1, 2, 3, 4, 5], [0, 1, 0, 2, 1, 3]])
  })
})
