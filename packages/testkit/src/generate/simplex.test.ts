import { assert, describe, it } from "@effect/vitest"
import { Matrix } from "@marginalia/core"
import { simplex } from "./simplex.ts"

describe("simplex", () => {
  it("has unit rows at equal angles that sum to zero", () => {
    for (const classes of [2, 3, 4, 7, 20]) {
      const made = simplex(classes)
      assert.deepStrictEqual([made.rows, made.cols], [classes, classes - 1])
      for (let a = 0; a < classes; a++) {
        for (let b = 0; b < classes; b++) {
          const dot = Matrix.row64(made, a).reduce((sum, x, i) => sum + x * Matrix.row64(made, b)[i]!, 0)
          assert.closeTo(dot, a === b ? 1 : -1 / (classes - 1), 1e-12)
        }
      }
    }
  })
})
