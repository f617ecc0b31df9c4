import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { clouds } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { epsilonOf } from "../kmeans/problem.ts"
import type { Matrix } from "../Matrix.ts"
import { squaredDistance } from "../neighbors/distance.ts"
import type { Engine } from "./engine.ts"
import { nearestCenters, padded, SPARE, WORK } from "./nearest-centers.ts"
import { sumSquares } from "./row-norms.ts"
import * as Slab from "./slab.ts"

/** The least of `before` and the squared distances of every row to rows `0 … count − 1`. */
const lowered = (engine: Engine, x: Matrix, count: number, before: Float64Array) => {
  const slab = Slab.make(2 ** 20, engine.variant), { cols, data, rows } = x, stride = padded(cols)
  const at = slab.alloc(4 * data.length), centers = slab.alloc(4 * stride * (count + SPARE))
  const norms = slab.alloc(8 * count), nearest = slab.alloc(8 * rows), work = { at: slab.alloc(WORK), bytes: WORK }
  Slab.f32(slab, at, data.length).set(data)
  Slab.f64(slab, nearest, rows).set(before)
  const panel = Slab.f32(slab, centers, stride * (count + SPARE)).fill(0)
  for (let c = 0; c < count; c++) {
    panel.set(data.subarray(c * cols, (c + 1) * cols), c * stride)
    Slab.f64(slab, norms, count)[c] = sumSquares(data, c * cols, cols)
  }
  const constants = [at, cols, centers, norms, count, 2 * epsilonOf(cols), nearest, work] as const
  Effect.runSync(engine.over(slab, nearestCenters, { items: rows, cost: cols * count }, [...constants]))
  return Float64Array.from(Slab.f64(slab, nearest, rows))
}

describe("nearestCenters", () => {
  test.prop([clouds, fc.constantFrom(...engines), fc.nat(), fc.constantFrom(0, 1, 1e3, Infinity)])(
    "gives the least of what was known and the exact distances, to the bit; 0 stays",
    (x, engine, n, known) => {
      const count = 1 + n % x.rows, { cols, data } = x
      const before = Float64Array.from({ length: x.rows }, (_, i) => i % 5 === 0 ? 0 : known)
      const to = (i: number) => (_: unknown, c: number) => squaredDistance(data, i * cols, data, c * cols, cols)
      const expected = before.map((least, i) => Math.min(least, ...Array.from({ length: count }, to(i))))
      assert.deepStrictEqual(lowered(engine, x, count, before), expected)
    }
  )
})
