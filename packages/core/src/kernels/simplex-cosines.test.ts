import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, matrix } from "../../test/kernels.ts"
import { make, type Matrix } from "../Matrix.ts"
import { simplexCosines, simplexCosinesSync } from "./simplex-cosines.ts"

/** The corners' two numbers a column, and all of them written out. */
const corners = (cols: number) => {
  const diagonal = Float64Array.from(
    { length: cols },
    (_, i) => Math.sqrt(((cols - i) * (cols + 1)) / (cols * (cols - i + 1)))
  )
  const below = diagonal.map((r, i) => -r / (cols - i))
  const rows = Array.from(
    { length: cols + 1 },
    (_, c) => Array.from({ length: cols }, (_, i) => i < c ? below[i]! : i === c ? diagonal[i]! : 0)
  )
  return { diagonal, below, rows }
}

const direct = ({ cols, data, rows }: Matrix): ReadonlyArray<number> =>
  Array.from({ length: rows }, (_, i) => {
    const x = data.subarray(i * cols, (i + 1) * cols)
    const norm = Math.hypot(...x)
    return norm === 0
      ? 0
      : Math.max(...corners(cols).rows.map((row) => row.reduce((s, w, j) => s + w * x[j]!, 0))) / norm
  })

describe("simplexCosines", () => {
  it("by hand: two columns, the corners of a triangle", () => {
    const out = simplexCosinesSync(make(Float32Array.of(3, 0, -1, 0, 0, 0), 3, 2), corners(2))
    ;[1, 0.5, 0].forEach((x, i) => assert.closeTo(out[i]!, x, 1e-15))
  })

  test.prop([matrix, fc.constantFrom(...engines)])(
    "is the direct maximum, and the twin's bits",
    (x, engine) =>
      Effect.runPromise(Effect.map(simplexCosines(engine, x, corners(x.cols)), (out) => {
        direct(x).forEach((cosine, i) => assert.closeTo(out[i]!, cosine, 1e-12))
        assert.deepStrictEqual(out, simplexCosinesSync(x, corners(x.cols)))
      }))
  )

  it.effect("are those of the true numbers where there is an offset", () =>
    Effect.gen(function*() {
      const x = make(Float32Array.of(-1, 0, 1, 2, 0, 1), 3, 2), offset = Float64Array.of(3, -2)
      const moved = make(x.data.map((value, at) => value + offset[at % 2]!), 3, 2)
      for (const engine of engines) {
        assert.deepStrictEqual(
          yield* simplexCosines(engine, { ...x, offset }, corners(2)),
          yield* simplexCosines(engine, moved, corners(2))
        )
      }
    }))
})
