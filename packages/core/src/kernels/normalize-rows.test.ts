import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { close, engines, hard, matrix, variants } from "../../test/kernels.ts"
import { make } from "../Matrix.ts"
import { divideRowsKernel, normalizeRows, normalizeRowsSync } from "./normalize-rows.ts"
import { rowNorms, rowNormsSync } from "./row-norms.ts"
import * as Slab from "./slab.ts"

describe("divideRowsKernel", () => {
  /** Numbers at the ends of what a power of two has, and others; the smallest denormal ones among them. */
  const numbers = fc.tuple(
    fc.constantFrom(1, 1 + 2 ** -23, 2 - 2 ** -23, 1.5, 4 / 3),
    fc.integer({ min: -150, max: 120 }),
    fc.constantFrom(1, -1)
  ).map(([digits, e, sign]) => Math.fround(sign * digits * 2 ** e))
  const edge = 2 ** -25
  const lengths = fc.constantFrom(-2, -1.01, -1, -0.999_999, -0.5, -0.25, 0.25, 0.5, 0.999_999, 1, 1.01, 2)

  test.prop([fc.array(numbers, { minLength: 1, maxLength: 13 }), fc.array(lengths, { minLength: 1, maxLength: 5 })])(
    "multiplies by one over the length, of lengths near 1 too, where it may leave rows as they are",
    (row, near) => {
      const rows = near.length, cols = row.length, norms = near.map((n) => 1 + n * edge)
      for (const variant of variants.filter((variant) => variant !== "typescript")) {
        const slab = Slab.make(2 ** 16, variant), x = slab.alloc(4 * rows * cols), at = slab.alloc(8 * rows)
        for (let i = 0; i < rows; i++) Slab.f32(slab, x + 4 * i * cols, cols).set(row)
        Slab.f64(slab, at, rows).set(norms)
        slab.bind(divideRowsKernel, variant)(0, rows, x, cols, at)
        const expected = norms.flatMap((norm) => row.map((number) => Math.fround(number * (1 / norm))))
        assert.deepStrictEqual([...Slab.f32(slab, x, rows * cols)], expected)
      }
    }
  )
})

describe("normalizeRows", () => {
  test.prop([matrix, fc.constantFrom(...engines)])(
    "every variant agrees with the twin",
    (x, engine) =>
      Effect.runPromise(Effect.gen(function*() {
        const before = Float32Array.from(x.data)
        const { matrix, zeroRows } = yield* normalizeRows(engine, x)
        const twin = normalizeRowsSync(x)
        assert.deepStrictEqual(x.data, before)
        assert.isTrue(close(matrix.data, twin.matrix.data, 1e-7))
        assert.deepStrictEqual(zeroRows, twin.zeroRows)
      }))
  )

  test.prop([
    fc.oneof(matrix, hard, matrix.map((x) => normalizeRowsSync(x).matrix)),
    fc.constantFrom(...engines)
  ])(
    "compiled and plain, every number is the quotient of the number and the length, rounded once",
    async (x, engine) => {
      const { matrix: { data } } = await Effect.runPromise(normalizeRows(engine, x))
      const norms = await Effect.runPromise(rowNorms(engine, x)), { cols } = x
      const quotient = (value: number, norm: number): number =>
        norm === 0 ? value : engine.variant === "typescript" ? value / norm : value * (1 / norm)
      assert.deepStrictEqual(
        Float32Array.from(data),
        x.data.map((value, at) => quotient(value, norms[Math.floor(at / cols)]!))
      )
    }
  )

  test.prop([fc.float({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -(2 ** 26), max: 2 ** 26 })])(
    "a length within 2^-27 of 1 leaves every number of single precision as it is",
    (x, units) => {
      const norm = 1 + units * 2 ** -53
      assert.strictEqual(Math.fround(x * (1 / norm)), x)
      assert.strictEqual(Math.fround(x / norm), x)
    }
  )

  test.prop([matrix])("rows have length 1, or were zero and are reported", (x) => {
    const { matrix, zeroRows } = normalizeRowsSync(x)
    rowNormsSync(matrix).forEach((norm, i) => assert.closeTo(norm, zeroRows.includes(i) ? 0 : 1, 1e-6))
  })

  it.effect("of rows with an offset the true numbers are taken, and their small differences stay", () =>
    Effect.gen(function*() {
      const x = { ...make(Float32Array.of(-1, 0, 1, 0, 0, 1), 3, 2), offset: Float64Array.of(1.7e9, 1.7e9) }
      for (const engine of engines) {
        const { matrix: { data, offset }, zeroRows } = yield* normalizeRows(engine, x)
        assert.strictEqual(zeroRows.length, 0)
        for (let i = 0; i < 6; i++) {
          const norm = Math.hypot(1.7e9 + x.data[i - i % 2]!, 1.7e9 + x.data[i - i % 2 + 1]!)
          const expected = (1.7e9 + x.data[i]!) / norm
          assert.closeTo(data[i]! + offset![i % 2]!, expected, 1e-15)
        }
      }
    }))

  for (const engine of engines) {
    it.effect(`a large result is resident and right (${engine.variant})`, () =>
      Effect.gen(function*() {
        const x = make(Float32Array.from({ length: 5000 * 67 }, (_, i) => Math.sin(i * i)), 5000, 67)
        x.data.fill(0, 67 * 4321, 67 * 4322)
        const { matrix, zeroRows } = yield* normalizeRows(engine, x)
        assert.isDefined(Slab.of(matrix.data))
        assert.deepStrictEqual([...zeroRows], [4321])
        assert.isTrue(close(matrix.data, normalizeRowsSync(x).matrix.data, 1e-7))
        const again = yield* normalizeRows(engine, matrix)
        assert.isTrue(close(matrix.data, again.matrix.data, 1e-7))
      }))
  }
})
