import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines } from "../../test/kernels.ts"
import * as Rng from "../Rng.ts"
import { productsOf } from "./products.ts"
import { scattered } from "./scattered.ts"
import { best } from "./variant.ts"

/** Rows of numbers that a seed draws, whole ones or not. */
const rowsOf = (rows: number, cols: number, seed: number, whole: boolean): Float32Array => {
  const key = Rng.fromSeed(seed)
  return Float32Array.from({ length: rows * cols }, (_, i) => {
    const u = 8 * Rng.uniform(key, i) - 4
    return whole ? Math.round(u) : u
  })
}

/** Some columns of rows, as a matrix. */
const columns = (data: Float32Array, rows: number, cols: number, from: number, to: number) => ({
  data: Float32Array.from({ length: rows * (to - from) }, (_, at) => {
    const i = Math.floor(at / (to - from))
    return data[i * cols + from + at % (to - from)]!
  }),
  rows,
  cols: to - from
})

const products = (engine: (typeof engines)[number], data: Float32Array, n: number, cols: number, cut: number) =>
  Effect.runPromise(
    productsOf(
      engine,
      n,
      (add) =>
        Effect.forEach(
          cut === 0 || cut === cols ? [[0, cols]] : [[0, cut], [cut, cols]],
          ([from = 0, to = 0]) => add(columns(data, n, cols, from, to)),
          { discard: true }
        )
    )
  )

describe("productsOf", () => {
  test.prop([
    fc.constantFrom(...engines, scattered(best(), 3)),
    fc.constantFrom(1, 2, 5, 23, 31, 33, 95, 96, 97, 121, 200),
    fc.integer({ min: 1, max: 40 }),
    fc.nat({ max: 40 }),
    fc.nat(),
    fc.boolean()
  ])("are those of the definition, symmetric to the bit", async (engine, n, cols, cut, seed, whole) => {
    const data = rowsOf(n, cols, seed, whole), found = await products(engine, data, n, cols, cut % (cols + 1))
    assert.strictEqual(found.length, n * n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0, size = 0
        for (let p = 0; p < cols; p++) {
          sum += data[i * cols + p]! * data[j * cols + p]!
          size += Math.abs(data[i * cols + p]! * data[j * cols + p]!)
        }
        // Whole numbers have no rounding.
        if (whole) assert.strictEqual(found[i * n + j]! + 0, sum + 0)
        else assert.closeTo(found[i * n + j]!, sum, cols * 2 ** -22 * size)
        assert.strictEqual(found[j * n + i], found[i * n + j])
      }
    }
  })

  test.prop([fc.constantFrom(7, 96, 150), fc.integer({ min: 1, max: 30 }), fc.nat(), fc.nat({ max: 9 })])(
    "are the same bits however the work is cut",
    async (n, cols, seed, cuts) => {
      const data = rowsOf(n, cols, seed, false), plain = engines.find(({ variant }) => variant === best())!
      const other = scattered(best(), cuts)
      assert.deepStrictEqual(await products(other, data, n, cols, 0), await products(plain, data, n, cols, 0))
    }
  )
})
