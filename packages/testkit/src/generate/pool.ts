/**
 * Pools: matrices of many textures, most of them full of ties.
 */
import { Matrix } from "@marginalia/core"
import * as fc from "fast-check"
import { type Draw, draw, snap } from "./draw.ts"

/**
 * How the rows of a pool lie.
 *
 * - `point`: one row, repeated
 * - `grid`: whole numbers of 0 … 2
 * - `duplicates`: three distinct rows at most, repeated
 * - `collinear`: whole multiples of one direction
 * - `blobs`: three groups, far apart
 * - `continuous`: no two rows alike, no two distances alike (almost surely)
 */
export type Texture = "point" | "grid" | "duplicates" | "collinear" | "blobs" | "continuous"

/** Every texture, the simplest first. */
export const textures: ReadonlyArray<Texture> = ["point", "grid", "duplicates", "collinear", "blobs", "continuous"]

/** What a pool is made of: `rows` items of `cols` numbers that lie as `texture` says, drawn from `seed`. */
export interface PoolShape {
  readonly rows: number
  readonly cols: number
  readonly texture: Texture
  readonly seed: number
}

const point = (cols: number, next: () => number): ReadonlyArray<number> => Array.from({ length: cols }, next)

const small = (from: Draw): number => from.below(3)

const rowsOf: { readonly [T in Texture]: (from: Draw, cols: number) => (i: number) => ReadonlyArray<number> } = {
  point: (from, cols) => {
    const one = point(cols, () => small(from))
    return () => one
  },
  grid: (from, cols) => () => point(cols, () => small(from)),
  duplicates: (from, cols) => {
    const three = [0, 1, 2].map(() => point(cols, () => from.lattice() * 2))
    return () => three[from.below(3)]!
  },
  collinear: (from, cols) => {
    const direction = point(cols, () => 1 + small(from))
    return () => {
      const t = from.below(9) - 4
      return direction.map((x) => x * t)
    }
  },
  blobs: (from, cols) => {
    const centers = [-3, 0, 3].map((far) => point(cols, () => far + from.lattice() / 2))
    return () => centers[from.below(3)]!.map((x) => snap(x + from.lattice() / 8))
  },
  continuous: (from, cols) => () => point(cols, () => snap(from.lattice() * 3.9))
}

/** The pool of a shape: the same shape, the same numbers. */
export const pool = ({ cols, rows, seed, texture }: PoolShape): Matrix.Matrix => {
  const rowOf = rowsOf[texture](draw(seed, `pool ${texture}`), cols)
  const data = new Float32Array(rows * cols)
  for (let i = 0; i < rows; i++) data.set(rowOf(i), i * cols)
  return Matrix.make(data, rows, cols)
}

/** Widths: one column, and both multiples of four and others, for kernels that take four or eight at once. */
export const widths: ReadonlyArray<number> = [1, 2, 3, 4, 5, 7, 8, 9]

/** What {@link poolArb} may be asked for. */
export interface PoolOptions {
  /** Default 1. */
  readonly minRows?: number
  /** Default 24. */
  readonly maxRows?: number
  /** The widths to choose from. Default {@link widths}. */
  readonly cols?: ReadonlyArray<number>
  /** Default all {@link textures}. */
  readonly textures?: ReadonlyArray<Texture>
}

/**
 * Pools of every texture, one row and one column among them; they shrink to few rows of the simplest texture. Default
 * of `options`: up to 24 rows of every width and texture.
 */
export const poolArb = (options: PoolOptions = {}): fc.Arbitrary<Matrix.Matrix> =>
  fc.record({
    rows: fc.integer({ min: options.minRows ?? 1, max: options.maxRows ?? 24 }),
    cols: fc.constantFrom(...(options.cols ?? widths)),
    texture: fc.constantFrom(...(options.textures ?? textures)),
    seed: fc.nat()
  }).map(pool)
