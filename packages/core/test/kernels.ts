/** Matrices that trip kernels: odd widths, single rows and columns, grids full of ties, duplicated rows. */
import { fc } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { single } from "../src/kernels/engine.ts"
import { supports, type Variant } from "../src/kernels/variant.ts"
import { frameOf, placed } from "../src/kmeans/frame.ts"
import { make, type Matrix } from "../src/Matrix.ts"

/** Every variant that this engine runs. */
export const variants = (["relaxed-simd", "simd", "typescript"] as const).filter(supports)

/** An engine for each. */
export const engines = variants.map((variant: Variant) => single(variant))

const shape = fc.record({ rows: fc.integer({ min: 0, max: 40 }), cols: fc.integer({ min: 1, max: 37 }) })

const grid = fc.integer({ min: -2, max: 2 })
const real = fc.double({ min: -4, max: 4, noNaN: true })

/** A matrix of any shape: on a small grid (ties and duplicates abound) or of real numbers. */
export const matrix: fc.Arbitrary<Matrix> = fc.tuple(shape, fc.constantFrom(grid, real)).chain(([{ rows, cols }, of]) =>
  fc.array(of, { minLength: rows * cols, maxLength: rows * cols }).map((data) =>
    make(Float32Array.from(data), rows, cols)
  )
)

const whole = fc.integer({ min: -3, max: 3 })
const times = (e: number) => whole.map((x) => x * 2 ** e)

/**
 * Numbers that rounding trips over, all sizes beside each other: ties and duplicates, the smallest denormal numbers, squares
 * that vanish or overflow in single precision, offsets that cancel, means that single precision cannot hold.
 */
const entries: ReadonlyArray<fc.Arbitrary<number>> = [
  ...[-149, -148, -120, -75, -62, -40, -24, 0, 20, 62, 120].map(times),
  ...[12, 24].map((e) => whole.map((x) => 2 ** e + x)),
  fc.integer({ min: 0, max: 40 }).map((e) => 1 + e * 2 ** -23),
  real
]

/** Matrices of one to three kinds of such numbers, whose rows are all different or lie on or near a few places. */
export const hard: fc.Arbitrary<Matrix> = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  cols: fc.integer({ min: 1, max: 9 }),
  places: fc.constantFrom(3, 8, 40),
  kinds: fc.uniqueArray(fc.nat({ max: entries.length - 1 }), { minLength: 1, maxLength: 3 })
}).chain(({ cols, kinds, places, rows }) => {
  const [first, ...others] = kinds.map((kind) => entries[kind]!)
  const near = fc.record({ place: fc.nat({ max: places - 1 }), column: fc.nat({ max: 2 * cols }), by: first! })
  return fc.record({
    at: fc.array(fc.array(fc.oneof(first!, ...others), { minLength: cols, maxLength: cols }), {
      minLength: places,
      maxLength: places
    }),
    each: fc.array(near, { minLength: rows, maxLength: rows })
  }).map(({ at, each }) =>
    make(
      Float32Array.from(
        each.flatMap(({ by, column, place }) => at[place]!.map((x, p) => p === column ? x + by / 8 : x))
      ),
      rows,
      cols
    )
  )
})

/** A matrix as k-means looks at it: in its frame, where it stays when it is put there again. */
export const inFrame = (x: Matrix): Matrix =>
  Effect.runSync(Effect.flatMap(frameOf(engines[0]!, x), (frame) => placed(engines[0]!, frame, x)))

/** A matrix times 2^e; exact where no number leaves single precision. */
export const timesPowerOfTwo = ({ cols, data, rows }: Matrix, e: number): Matrix =>
  make(data.map((x) => x * 2 ** e), rows, cols)

/**
 * Exponents that whole numbers of a few bits may be multiplied with: sums of squares in single precision would overflow or
 * vanish at both ends, and the smallest are denormal.
 */
export const exponents: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(-149, -140, -126, -100, -75, -64, 60, 64, 90, 120),
  fc.integer({ min: -149, max: 120 })
)

/** Whole numbers from −3 to 3, a matrix full of ties and duplicates, that {@link exponents} scale exactly. */
export const wholeNumbers = (rows: number, cols: number): fc.Arbitrary<Matrix> =>
  fc.array(fc.integer({ min: -3, max: 3 }), { minLength: rows * cols, maxLength: rows * cols }).map((data) =>
    make(Float32Array.from(data), rows, cols)
  )

/** Whether two arrays agree up to `tolerance` times the size of the numbers. */
export const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-12): boolean =>
  a.length === b.length &&
  Array.from(a).every((x, i) => Math.abs(x - b[i]!) <= tolerance * (1 + Math.abs(x) + Math.abs(b[i]!)))
