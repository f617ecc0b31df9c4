import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { rows } from "../../test/model-based.ts"
import * as Closest from "./closest.ts"
import { every } from "./cosines.ts"

const prototype = Matrix.fromRows64([[1, 0], [0, 1], [-1, 0]])

const directions = fc.array(fc.constantFrom([1, 0], [0, 1], [-1, 0], [0, -1], [0, 0]), { minLength: 1, maxLength: 12 })

describe("closest", () => {
  test.prop([directions, fc.array(fc.nat({ max: 2 }), { maxLength: 14 }), fc.integer({ min: 1, max: 4 })])(
    "gives each class its closest unused item, the earliest of equals, however short its list",
    (points, turns, size) =>
      Effect.runPromise(Effect.gen(function*() {
        const closest = yield* Closest.make(
          { projection: rows(...points), prototype },
          every(points.length),
          every(3),
          size
        )
        const left = new Set(points.keys())
        for (const j of turns) {
          const cosine = (i: number) => {
            const [x = 0, y = 0] = points[i]!
            const [p, q] = [...Matrix.row64(prototype, j)]
            return x * p! + y * q!
          }
          const expected = [...left].toSorted((a, b) => cosine(b) - cosine(a) || a - b)[0]
          const found = yield* closest.next(j)
          assert.strictEqual(found?.item, expected)
          if (found !== undefined) {
            assert.closeTo(found.cosine, cosine(found.item), 1e-12)
            left.delete(found.item)
          }
        }
      }))
  )

  it.effect("has nothing more when all are used", () =>
    Effect.gen(function*() {
      const closest = yield* Closest.make({ projection: rows([1, 0]), prototype }, every(1), every(3), 2)
      assert.deepStrictEqual(yield* closest.next(2), { item: 0, cosine: -1 })
      assert.isUndefined(yield* closest.next(0))
    }))
})
