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
        const at = (row: number, j: number) => {
          const x = matrix.data[2 * row + j]!
          return Math.abs(x - mean[j]!) < 1e-9 ? 0 : x - mean[j]!
        }
        const lengths = Math.hypot(at(a, 0), at(a, 1)) * Math.hypot(at(b, 0), at(b, 1))
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

  it.effect("sees what differs beside a large number that all have", () =>
    Effect.gen(function*() {
      for (const same of [1e7, 16777216, 1.7e9]) {
        const rows = Array.from({ length: 8 }, (_, i) => [same, Math.cos(i), Math.sin(i)])
        const matrix = { data: Float32Array.from(rows.flat()), rows: 8, cols: 3 }
        const likeness = makeLikeness(matrix, Float64Array.of(Math.fround(same), 0, 0))
        const all = yield* likeness.to(1)
        for (let i = 0; i < 8; i++) {
          assert.closeTo(likeness.between(1, i), Math.cos(i - 1), 1e-6)
          assert.closeTo(all[i]!, Math.cos(i - 1), 1e-6)
        }
      }
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
