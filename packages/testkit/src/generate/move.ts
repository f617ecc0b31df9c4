/**
 * Turning, moving and stretching a pool's space, exactly on the generators' lattice.
 */
import { type Clusters, type Columns, Matrix } from "@marginalia/core"
import { draw } from "./draw.ts"

/** A change of one row, in place. */
type Change = (row: Float64Array) => void

/** How rows of some width are changed. */
export type Motion = (cols: number) => Change

/** A turn by three 3-4-5 triangles in planes drawn from a seed, and some axes mirrored. */
export const turn = (seed: number): Motion => (cols) => {
  const from = draw(seed, `turn ${cols}`)
  const planes = Array.from({ length: cols > 1 ? 3 : 0 }, () => {
    const a = from.below(cols)
    return [a, (a + 1 + from.below(cols - 1)) % cols] as const
  })
  const signs = Array.from({ length: cols }, () => from.below(2) === 0 ? -1 : 1)
  return (row) => {
    for (const [a, b] of planes) {
      const [x, y] = [row[a]!, row[b]!]
      row[a] = (3 * x - 4 * y) / 5
      row[b] = (4 * x + 3 * y) / 5
    }
    for (let i = 0; i < cols; i++) row[i]! *= signs[i]!
  }
}

/** A shift by whole numbers drawn from a seed. */
export const shift = (seed: number): Motion => (cols) => {
  const from = draw(seed, `shift ${cols}`)
  const by = Array.from({ length: cols }, () => from.below(7) - 3)
  return (row) =>
    by.forEach((x, i) => {
      row[i]! += x
    })
}

/** A stretch by a factor. */
export const stretch = (factor: number): Motion => () => (row) => {
  for (let i = 0; i < row.length; i++) row[i]! *= factor
}

const changed = (data: Float32Array | Float64Array, cols: number, change: Change): Float64Array => {
  const all = Float64Array.from(data)
  for (let i = 0; i < all.length; i += cols) change(all.subarray(i, i + cols))
  return all
}

/** The matrix moved by a `motion`, rounded to single precision. */
export const moveMatrix = ({ cols, data, rows }: Matrix.Matrix, motion: Motion): Matrix.Matrix =>
  Matrix.make(Float32Array.from(changed(data, cols, motion(cols))), rows, cols)

const moveCenters = (clusters: Clusters, motion: Motion): Clusters => {
  if (clusters.centers === undefined) return clusters
  const { cols, data, rows } = clusters.centers
  return { ...clusters, centers: Matrix.make64(changed(data, cols, motion(cols)), rows, cols) }
}

/**
 * The columns that live in a space of distances, moved by a `motion`: `embedding`, `feature`, and the centers of
 * `cluster`.
 */
export const moveColumns = (columns: Partial<Columns>, motion: Motion): Partial<Columns> => ({
  ...columns,
  ...(columns.embedding === undefined ? {} : { embedding: moveMatrix(columns.embedding, motion) }),
  ...(columns.feature === undefined ? {} : { feature: moveMatrix(columns.feature, motion) }),
  ...(columns.cluster === undefined ? {} : { cluster: moveCenters(columns.cluster, motion) })
})
