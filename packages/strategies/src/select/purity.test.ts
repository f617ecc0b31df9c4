import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix, Neighbors } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { deltaOf } from "./purity.ts"

describe("deltaOf", () => {
  const pool = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }), fc.nat(2)), {
    minLength: 2,
    maxLength: 40
  })

  test.prop([pool, fc.constantFrom(0.5, 0.8, 0.95, 1)])(
    "counts every copy of a row, with its own pseudo-class",
    (items, purity) => {
      const matrix = Matrix.fromRows(items.map(([x, y]) => [x, y])), label = Int32Array.from(items, (item) => item[2])
      const apart = items.map((_, i) =>
        Math.min(...items.map((_, j) => label[i] === label[j] ? Infinity : Neighbors.distance(matrix.data, 2, i, j)))
      )
      const expected = Neighbors.largestPureRadius(Float64Array.from(apart), purity)
      assert.strictEqual(Effect.runSync(deltaOf(matrix, label, purity)), expected === Infinity ? 1 : expected)
    }
  )
})
