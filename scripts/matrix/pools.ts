/** The pools of the matrix: shapes, ties, duplicates, offsets, scales, and sizes on both sides of the engine's thresholds. */
import { type Column, type Columns, Matrix } from "@marginalia/core"
import { type Facts, type Input, makeColumns } from "@marginalia/testkit"

/** A pool, and what is asked of it. */
export interface Pool {
  readonly name: string
  readonly size: number
  readonly cols: number
  readonly texture: Facts["texture"]
  readonly classes: number
  readonly budget: number
  /** So many items are labeled, spread over the pool. Default none. */
  readonly labeled?: number
  /** All numbers that are measured with distances are multiplied by 2 to this power. Default 0. */
  readonly exponent?: number
  /** And moved by so much before. Default 0. */
  readonly offset?: number
}

const pool = (
  name: string,
  size: number,
  cols: number,
  texture: Facts["texture"],
  more: Partial<Pool> = {}
): Pool => ({
  name,
  size,
  cols,
  texture,
  classes: 4,
  budget: Math.max(1, Math.min(size > 1000 ? 5 : 9, size >> 2)),
  ...more
})

/**
 * The thirty pools. Work of fewer than 2^17 multiply-adds stays on the calling thread: sums over 1,000 × 32 and 1,023 × 64
 * stay below that for a pass over the rows, 1,025 × 64 and all larger ones go beyond.
 */
export const pools: ReadonlyArray<Pool> = [
  pool("one row", 1, 4, "continuous"),
  pool("two rows", 2, 3, "continuous"),
  pool("one column, gridded", 300, 1, "grid"),
  pool("one column", 500, 1, "continuous"),
  pool("one point", 200, 3, "point"),
  pool("grid, 2 columns", 300, 2, "grid"),
  pool("grid, 5 columns, labeled", 400, 5, "grid", { labeled: 90 }),
  pool("three rows repeated", 500, 8, "duplicates"),
  pool("collinear", 300, 4, "collinear"),
  pool("blobs", 500, 16, "blobs"),
  pool("blobs, labeled", 500, 16, "blobs", { labeled: 120 }),
  pool("odd width", 257, 7, "continuous"),
  pool("1,000 × 32, below the threshold", 1000, 32, "blobs"),
  pool("1,023 × 64, just below", 1023, 64, "continuous"),
  pool("1,025 × 64, just above", 1025, 64, "continuous"),
  pool("2,049 × 32, a row over", 2049, 32, "blobs", { labeled: 30 }),
  pool("2,600 × 26, repeated", 2600, 26, "duplicates"),
  pool("2,001 × 33", 2001, 33, "continuous"),
  pool("5,000 × 8, many blocks", 5000, 8, "blobs"),
  pool("wide", 40, 1500, "continuous"),
  pool("k near n", 60, 4, "continuous", { budget: 57 }),
  pool("k near n, gridded", 80, 3, "grid", { budget: 78 }),
  pool("all that is left", 40, 5, "blobs", { labeled: 10, budget: 30 }),
  pool("offset 1,024", 600, 8, "blobs", { offset: 2 ** 10 }),
  pool("offset 2^22: rows coincide", 600, 8, "continuous", { offset: 2 ** 22 }),
  pool("times 2^60", 500, 8, "blobs", { exponent: 60 }),
  pool("times 2^100", 500, 8, "continuous", { exponent: 100 }),
  pool("times 2^-60", 500, 8, "continuous", { exponent: -60 }),
  pool("times 2^-120", 500, 8, "blobs", { exponent: -120 }),
  pool("denormals", 500, 8, "grid", { exponent: -148 })
]

/** Pools without ties, where the picks have to be the same for every build of the kernels. */
export const isTieFree = ({ budget, exponent = 0, offset = 0, size, texture }: Pool): boolean =>
  texture === "continuous" && offset === 0 && exponent === 0 && size > 2 && budget < size >> 1

const moved = ({ exponent = 0, offset = 0 }: Pool, matrix: Matrix.Matrix): Matrix.Matrix =>
  Matrix.make(matrix.data.map((x) => (x + offset) * 2 ** exponent), matrix.rows, matrix.cols)

const measured: ReadonlyArray<Column> = ["embedding", "feature", "projection"]

const movedColumns = (pool: Pool, columns: Partial<Columns>): Partial<Columns> => {
  if ((pool.exponent ?? 0) === 0 && (pool.offset ?? 0) === 0) return columns
  const own = measured.filter((column) => columns[column] !== undefined)
  const { gradient } = columns
  return {
    ...columns,
    ...Object.fromEntries(own.map((column) => [column, moved(pool, columns[column] as Matrix.Matrix)])),
    ...(gradient === undefined ? {} : { gradient: { left: gradient.left, right: moved(pool, gradient.right) } })
  }
}

/** The query of a pool, with the columns that a strategy needs. */
export const inputOf = (pool: Pool, needs: ReadonlyArray<Column>): Input => {
  const { budget, classes, cols, size, texture } = pool
  const tied = texture !== "continuous"
  const columns = makeColumns(needs, {
    size,
    cols,
    classes,
    texture,
    certainty: tied ? "ties" : "continuous",
    partition: tied ? "gaps" : "distinct",
    seed: 7
  })
  const labeled = Uint32Array.from({ length: pool.labeled ?? 0 }, (_, i) => Math.floor(i * size / pool.labeled!))
  return {
    size,
    classes,
    budget,
    seed: 11,
    labeled,
    labels: Int32Array.from(labeled, (i) => i % classes),
    ...movedColumns(pool, columns)
  }
}
