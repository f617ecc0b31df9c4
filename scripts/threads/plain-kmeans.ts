/**
 * k-means as its definition says, with nothing but loops: what the library's must come to from the same centers.
 */

/** A partition, and Σ squared distance to the own center. */
export interface Partition {
  readonly assignment: Int32Array
  readonly inertia: number
}

/** Rows one after the other. */
export interface Rows {
  readonly data: Float32Array
  readonly rows: number
  readonly cols: number
}

const distance = ({ cols, data }: Rows, i: number, centers: Float64Array, j: number): number => {
  let sum = 0
  for (let p = 0; p < cols; p++) {
    const apart = data[i * cols + p]! - centers[j * cols + p]!
    sum += apart * apart
  }
  return sum
}

/** Every row to its nearest center, ties to the smaller number; Σ of the squared distances. */
const assign = (x: Rows, centers: Float64Array, k: number, assignment: Int32Array): number => {
  let inertia = 0
  for (let i = 0; i < x.rows; i++) {
    let least = Infinity
    for (let j = 0; j < k; j++) {
      const square = distance(x, i, centers, j)
      if (square < least) {
        least = square
        assignment[i] = j
      }
    }
    inertia += least
  }
  return inertia
}

const means = ({ cols, data, rows }: Rows, k: number, assignment: Int32Array): Float64Array => {
  const sums = new Float64Array(k * cols), sizes = new Float64Array(k)
  for (let i = 0; i < rows; i++) {
    const j = assignment[i]!
    sizes[j]!++
    for (let p = 0; p < cols; p++) sums[j * cols + p]! += data[i * cols + p]!
  }
  return sums.map((sum, at) => sum / sizes[Math.floor(at / cols)]!)
}

/** Lloyd's iterations from `k` centers until no row changes its cluster. */
export const plainKmeans = (x: Rows, start: Float64Array, k: number): Partition => {
  const assignment = new Int32Array(x.rows).fill(-1)
  let centers = start
  for (;;) {
    const before = assignment.slice()
    const inertia = assign(x, centers, k, assignment)
    if (assignment.every((j, i) => j === before[i])) return { assignment, inertia }
    centers = means(x, k, assignment)
  }
}
