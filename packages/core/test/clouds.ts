/** Point clouds that trip searches: ties everywhere, duplicates, one line, numbers at both ends of single precision, several blocks. */
import { fc } from "@fast-check/vitest"
import { make, type Matrix } from "../src/Matrix.ts"
import * as Rng from "../src/Rng.ts"

/** The kinds of clouds. */
export const kinds = [
  "grid",
  "duplicates",
  "line",
  "equal",
  "plain",
  "offset",
  "huge",
  "mixed",
  "largest",
  "denormal"
] as const

/** See {@link kinds}. */
export type Kind = (typeof kinds)[number]

const normal = (key: Rng.Key, i: number): number =>
  Math.sqrt(-2 * Math.log(1 - Rng.uniform(key, 2 * i))) * Math.cos(2 * Math.PI * Rng.uniform(key, 2 * i + 1))

const transform: Record<Kind, (x: number, i: number, j: number) => number> = {
  grid: (x) => Math.round(x),
  duplicates: (x) => x,
  line: (_, i, j) => (i % 40) * (j + 1),
  equal: () => 0.3,
  plain: (x) => x,
  offset: (x) => 1e6 + x,
  huge: (x) => x * 1e30,
  mixed: (x, i) => x * (i % 9 === 0 ? 1e18 : 1e-18),
  largest: (x) => Math.max(-3, Math.min(3, x)) * 1.134e38,
  denormal: (x) => Math.round(2 * x) * 2 ** -149
}

/** A cloud that a seed determines; among "duplicates" two rows of three are copies of one of the first five. */
export const cloud = (kind: Kind, rows: number, cols: number, seed: number): Matrix => {
  const key = Rng.derive(Rng.fromSeed(seed), kind)
  const source = (i: number) => kind === "duplicates" && i % 3 !== 0 ? i % 5 : i
  const number = (_: unknown, at: number) => {
    const i = Math.floor(at / cols), j = at % cols
    return transform[kind](normal(key, source(i) * cols + j), i, j)
  }
  return make(Float32Array.from({ length: rows * cols }, number), rows, cols)
}

/** Small clouds of every kind and shape: one row, one column, widths that are no multiple of four. */
export const clouds: fc.Arbitrary<Matrix> = fc
  .tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 21 }), fc.nat())
  .map(([kind, rows, cols, seed]) => cloud(kind, rows, cols, seed))

/** Clouds of several blocks: narrow ones of many rows, and a wide one. */
export const large: ReadonlyArray<readonly [Kind, rows: number, cols: number]> = [
  ["grid", 1100, 2],
  ["duplicates", 700, 9],
  ["plain", 1100, 5],
  ["plain", 96, 4096],
  ["offset", 600, 64]
]

/** All positions of a matrix. */
export const everyone = (x: Matrix): Uint32Array => Uint32Array.from({ length: x.rows }, (_, i) => i)
