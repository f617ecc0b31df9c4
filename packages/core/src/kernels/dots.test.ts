import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { close, engines, matrix } from "../../test/kernels.ts"
import { make, make64 } from "../Matrix.ts"
import { dots, dotsSync } from "./dots.ts"

describe("dots", () => {
  it("is row by row", () => {
    const out = dotsSync(make(Float32Array.of(1, 2, 3, 4), 2, 2), make64(Float64Array.of(1, 0, 0, 1, 1, 1), 3, 2))
    assert.deepStrictEqual(out, Float64Array.of(1, 2, 3, 3, 4, 7))
  })

  test.prop([matrix, fc.constantFrom(...engines)])("takes an offset into account", (x, engine) => {
    const offset = Float64Array.from({ length: x.cols }, (_, j) => 2 ** j)
    const w = make64(Float64Array.from({ length: 2 * x.cols }, (_, i) => i % 3), 2, x.cols)
    const moved = make(x.data.map((value, at) => value + offset[at % x.cols]!), x.rows, x.cols)
    fc.pre(x.data.every((value) => Number.isInteger(value)) && x.cols < 20)
    return Effect.runPromise(
      Effect.map(dots(engine, { ...x, offset }, w), (out) => assert.isTrue(close(out, dotsSync(moved, w))))
    )
  })

  test.prop([matrix, fc.integer({ min: 0, max: 9 }), fc.constantFrom(...engines)])(
    "every variant agrees with the twin",
    (x, count, engine) => {
      const w = make64(Float64Array.from({ length: count * x.cols }, (_, i) => Math.cos(i)), count, x.cols)
      return Effect.runPromise(Effect.map(dots(engine, x, w), (out) => assert.isTrue(close(out, dotsSync(x, w)))))
    }
  )
})
