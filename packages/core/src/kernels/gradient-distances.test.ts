import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, exponents, timesPowerOfTwo, wholeNumbers } from "../../test/kernels.ts"
import { runs } from "../../test/runs.ts"
import type { Factors } from "../Columns.ts"
import { make, type Matrix } from "../Matrix.ts"
import { type GradientDistances, gradientDistances, withGradientDistances } from "./gradient-distances.ts"

/** aᵢ ⊗ hᵢ, built. */
const outer = ({ left, right }: Factors, i: number): ReadonlyArray<number> =>
  Array.from(
    { length: left.cols * right.cols },
    (_, at) => left.data[i * left.cols + Math.floor(at / right.cols)]! * right.data[i * right.cols + at % right.cols]!
  )

const squared = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0)

const number = fc.constantFrom(
  fc.integer({ min: -2, max: 2 }),
  fc.integer({ min: 0, max: 3 }),
  fc.double({ min: -4, max: 4, noNaN: true })
)

const matrix = (rows: number, cols: number): fc.Arbitrary<Matrix> =>
  number.chain((of) => fc.array(of, { minLength: rows * cols, maxLength: rows * cols })).map((data) =>
    make(Float32Array.from(data), rows, cols)
  )

const factors: fc.Arbitrary<Factors> = fc.record({
  rows: fc.integer({ min: 1, max: 20 }),
  classes: fc.integer({ min: 1, max: 5 }),
  width: fc.integer({ min: 1, max: 37 })
}).chain(({ classes, rows, width }) => fc.record({ left: matrix(rows, classes), right: matrix(rows, width) }))

describe("gradientDistances", () => {
  for (const engine of engines) {
    test.prop([factors, fc.array(fc.nat(), { minLength: 1, maxLength: 6 })], { numRuns: runs(100) })(
      `are those of the outer products (${engine.variant})`,
      (f, centers) =>
        Effect.runPromise(Effect.gen(function*() {
          const { add, nearest, squaredNorms } = yield* gradientDistances(engine, f)
          const all = Array.from({ length: f.left.rows }, (_, i) => outer(f, i))
          const expected = all.map(() => Infinity)
          all.forEach((x, i) =>
            assert.closeTo(squaredNorms[i]!, squared(x, x.map(() => 0)), 1e-9 * (1 + squaredNorms[i]!))
          )
          for (const center of centers.map((c) => c % all.length)) {
            yield* add(center)
            all.forEach((x, i) => {
              expected[i] = Math.min(expected[i]!, squared(x, all[center]!))
              assert.closeTo(nearest[i]!, expected[i]!, 1e-9 * (1 + squaredNorms[i]! + squaredNorms[center]!))
            })
            assert.strictEqual(nearest[center], 0)
          }
        }))
    )
  }

  test.prop([factors, fc.array(fc.nat(), { minLength: 1, maxLength: 6 })], { numRuns: runs(100) })(
    "are the same bits in every variant, and for rows asked for by number",
    (f, centers) =>
      Effect.runPromise(Effect.gen(function*() {
        const rows = Uint32Array.from({ length: f.left.rows }, (_, i) => i).filter((i) => i % 3 !== 1)
        const spaces = yield* Effect.forEach(engines, (engine) => gradientDistances(engine, f, rows))
        for (const center of centers) for (const { add } of spaces) yield* add(center % rows.length)
        for (const { nearest, squaredNorms } of spaces) {
          assert.deepStrictEqual(Array.from(nearest), Array.from(spaces[0]!.nearest))
          assert.deepStrictEqual(Array.from(squaredNorms), Array.from(spaces[0]!.squaredNorms))
        }
      }))
  )

  it.effect("neither a norm nor a distance depends on the order of the classes", () =>
    Effect.gen(function*() {
      const [rows, cols] = [60, 7]
      const right = make(Float32Array.from({ length: rows * 5 }, (_, i) => Math.sin(i)), rows, 5)
      const data = Float32Array.from({ length: rows * cols }, (_, i) => Math.sin(i * i) ** 9)
      const turned = (from: (column: number) => number) =>
        make(data.map((_, at) => data[at - at % cols + from(at % cols)]!), rows, cols)
      for (const engine of engines) {
        const of = Effect.fnUntraced(function*(left: Matrix) {
          const { add, nearest, squaredNorms } = yield* gradientDistances(engine, { left, right })
          yield* add(7)
          return [...squaredNorms, ...nearest]
        })
        const whole = yield* of(turned((c) => c))
        assert.deepStrictEqual(yield* of(turned((c) => cols - 1 - c)), whole)
        assert.deepStrictEqual(yield* of(turned((c) => (c + 3) % cols)), whole)
      }
    }))

  it.effect("of the smallest numbers that there are, in units of 2^-298", () =>
    Effect.gen(function*() {
      const right = timesPowerOfTwo(make(Float32Array.of(-2, 2, 1, 2, 0, 1, 2, 1), 4, 2), -149)
      const left = make(Float32Array.from({ length: 8 }, (_, i) => i % 2 === 0 ? -0.5 : 0.5), 4, 2)
      for (const engine of engines) {
        const { add, nearest } = yield* gradientDistances(engine, { left, right })
        yield* add(0)
        yield* add(1)
        assert.deepStrictEqual(Array.from(nearest, (square) => square * 2 ** 298), [0, 0, 1, 1])
      }
    }))

  test.prop([
    fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 37 }))
      .chain(([rows, classes, width]) => fc.tuple(wholeNumbers(rows, classes), wholeNumbers(rows, width))),
    exponents,
    exponents,
    fc.array(fc.nat(), { minLength: 1, maxLength: 6 })
  ], { numRuns: runs(100) })(
    "grow by 2^2e where factors grow by 2^e",
    ([left, right], e, f, centers) =>
      Effect.runPromise(Effect.gen(function*() {
        for (const engine of engines) {
          const plain = yield* gradientDistances(engine, { left, right })
          const scaled = yield* gradientDistances(engine, {
            left: timesPowerOfTwo(left, e),
            right: timesPowerOfTwo(right, f)
          })
          for (const center of centers) for (const { add } of [plain, scaled]) yield* add(center % left.rows)
          const back = (numbers: Float64Array) => Array.from(numbers, (square) => square / 2 ** (2 * e) / 2 ** (2 * f))
          assert.deepStrictEqual(back(scaled.nearest), Array.from(plain.nearest))
          assert.deepStrictEqual(back(scaled.squaredNorms), Array.from(plain.squaredNorms))
        }
      }))
  )

  it.effect("duplicates are exactly 0 apart", () =>
    Effect.gen(function*() {
      const right = make(Float32Array.from({ length: 3000 * 67 }, (_, i) => Math.sin(i * i) + 0.3), 3000, 67)
      const left = make(Float32Array.from({ length: 3000 * 3 }, (_, i) => Math.cos(i * 7)), 3000, 3)
      right.data.copyWithin(67 * 2000, 67 * 11, 67 * 12)
      left.data.copyWithin(3 * 2000, 3 * 11, 3 * 12)
      for (const engine of engines) {
        const { add, nearest } = yield* gradientDistances(engine, { left, right })
        yield* add(11)
        assert.strictEqual(nearest[2000], 0)
        assert.strictEqual(nearest.indexOf(0), 11)
      }
    }))

  it("are lent with the same bits, and the next ones lie in the same memory", async () => {
    const left = make(Float32Array.from({ length: 60 }, (_, i) => (i * 37) % 11 - 5), 20, 3)
    const right = make(Float32Array.from({ length: 100 }, (_, i) => (i * 53) % 13 - 6), 20, 5)
    const rows = Uint32Array.from({ length: 20 }, (_, i) => i), [engine] = engines
    const squares = ({ add, nearest, squaredNorms }: GradientDistances) =>
      Effect.map(add(3), () => ({ buffer: nearest.buffer, numbers: [...nearest, ...squaredNorms] }))
    const lent = withGradientDistances(engine!, { left, right }, rows, squares)
    const [one, two] = [await Effect.runPromise(lent), await Effect.runPromise(lent)]
    const own = await Effect.runPromise(Effect.flatMap(gradientDistances(engine!, { left, right }, rows), squares))
    assert.deepStrictEqual([one.numbers, two.numbers], [own.numbers, own.numbers])
    assert.strictEqual(one.buffer, two.buffer)
    assert.notStrictEqual(one.buffer, own.buffer)
  })
})
