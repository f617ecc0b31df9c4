import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone, large } from "../../test/clouds.ts"
import { engines, exponents, timesPowerOfTwo, wholeNumbers } from "../../test/kernels.ts"
import type { Matrix } from "../Matrix.ts"
import { distance } from "../neighbors/distance.ts"
import { radiusGraph, radiusGraphSync } from "./radius-graph.ts"

/** A radius that is the distance of two rows exactly, where strictness shows. */
const between = (x: Matrix, i: number, j: number) => distance(x.data, x.cols, i % x.rows, j % x.rows)

describe("radiusGraph", () => {
  test.prop([clouds, fc.constantFrom(...engines), fc.nat(), fc.nat()])(
    "joins exactly the pairs at less than the radius, at radii that are distances",
    (matrix, engine, i, j) => {
      const rows = everyone(matrix).filter((row) => row % 6 !== 2)
      const request = { matrix, rows, radius: between(matrix, i, j) }
      assert.deepStrictEqual(Effect.runSync(radiusGraph(engine, request)), radiusGraphSync(request))
    }
  )

  const whole = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 21 }))
    .chain((shape) => wholeNumbers(...shape))

  test.prop([whole, fc.constantFrom(...engines), exponents, fc.integer({ min: 1, max: 9 })])(
    "joins the same pairs where rows and radius are 2^e as long",
    (matrix, engine, e, square) => {
      const rows = everyone(matrix), radius = Math.sqrt(square)
      const scaled = { matrix: timesPowerOfTwo(matrix, e), rows, radius: radius * 2 ** e }
      assert.deepStrictEqual(
        Effect.runSync(radiusGraph(engine, scaled)),
        Effect.runSync(radiusGraph(engine, { matrix, rows, radius }))
      )
    }
  )

  it.effect.each(large)("in several blocks: %s %i × %i", ([kind, rows, cols]) =>
    Effect.gen(function*() {
      const matrix = cloud(kind, rows, cols, 4)
      const request = { matrix, rows: everyone(matrix), radius: between(matrix, 3, 5) }
      assert.deepStrictEqual(yield* radiusGraph(engines[0]!, request), radiusGraphSync(request))
    }), 60_000)

  it.effect.each([0, -1, Number.NaN])("joins a row to itself alone at radius %d", (radius) =>
    Effect.gen(function*() {
      const matrix = cloud("equal", 9, 2, 1)
      for (const engine of engines) {
        const { targets } = yield* radiusGraph(engine, { matrix, rows: everyone(matrix), radius })
        assert.deepStrictEqual(targets, everyone(matrix))
      }
    }))

  it.effect("joins everything at an infinite radius", () =>
    Effect.gen(function*() {
      const matrix = cloud("huge", 20, 3, 1)
      for (const engine of engines) {
        const { targets } = yield* radiusGraph(engine, { matrix, rows: everyone(matrix), radius: Infinity })
        assert.strictEqual(targets.length, 400)
      }
    }))
})
