import { assert, describe, it } from "@effect/vitest"
import { Matrix } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { rows, scored } from "../../test/model-based.ts"
import { msal } from "./msal.ts"

const { sqrt } = Math

describe("msal", () => {
  it.effect("by hand, three classes: minus the cosine with the nearest corner of the triangle", () =>
    Effect.gen(function*() {
      // Corners at 0°, 120° and 240°. The points lie at 0°, 60° (between two corners), 30° and 45° from the x axis.
      const projection = rows([2, 0], [1, sqrt(3)], [sqrt(3), 1], [1, 1], [0, 0])
      const scores = yield* scored(msal(), { projection, prototype: Simplex.make(3) })
      const expected = [-1, -0.5, -sqrt(3) / 2, -sqrt(0.5), 0]
      scores.forEach((x, i) => assert.closeTo(x, expected[i]!, 1e-7))
      assert.isFalse(Object.is(scores[4], -0))
    }))

  it.effect("is NaN off the candidates", () =>
    Effect.map(
      scored(msal(), { projection: rows([1, 0], [0, 1]), prototype: Matrix.fromRows64([[1, 0], [0, 1], [1, 1]]) }, {
        candidates: Uint32Array.of(1)
      }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(NaN, -1))
    ))
})
