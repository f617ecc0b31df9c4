/**
 * Pools on both sides of the sizes from which work is split, with groups, ties and repeated rows; numbers follow from the
 * shape alone.
 */
import { type Columns, Matrix, Rng } from "@marginalia/core"

/** A shape, and why it is looked at. */
export interface Shape {
  readonly rows: number
  readonly cols: number
  readonly why: string
}

/** Small enough for the comparison of all pairs, and for every strategy. */
export const small: ReadonlyArray<Shape> = [
  { rows: 700, cols: 40, why: "sums of clusters are done at once" },
  { rows: 1000, cols: 32, why: "as before, six groups of equal size" },
  { rows: 2047, cols: 32, why: "one row before sums are handed to threads" },
  { rows: 2048, cols: 32, why: "the first size at which sums are handed to threads" },
  { rows: 4100, cols: 130, why: "coarse sketches, several blocks of rows and a remainder" },
  { rows: 9001, cols: 8, why: "more blocks than are listed at a time for one thread" }
]

/** Several segments of rows, the last of them short. */
export const large: ReadonlyArray<Shape> = [
  { rows: 65_736, cols: 256, why: "a last segment of 200 rows" },
  { rows: 65_537, cols: 256, why: "a last segment of one row" },
  { rows: 131_172, cols: 128, why: "two segments and 100 rows" }
]

/** How many groups the rows lie in. */
export const groups = 6

const noise = (key: Rng.Key, length: number): Float32Array => {
  const draw = Rng.reader(key)
  return Float32Array.from({ length }, () => draw() + draw() + draw() - 1.5)
}

/** Rows of group i mod 6 lie around its corner; every eleventh row is a copy of the one six before it. */
export const poolOf = ({ cols, rows }: Shape): Matrix.Matrix => {
  const data = noise(Rng.derive(Rng.fromSeed(rows), cols), rows * cols)
  for (let i = 0; i < rows; i++) {
    data[i * cols + (i % groups)]! += 4
    if (i % 11 === 10) data.copyWithin(i * cols, (i - 6) * cols, (i - 5) * cols)
  }
  return Matrix.make(data, rows, cols)
}

const classes = 4

/** Probabilities of four classes, on a grid of a few values: full of ties. */
const probabilities = (rows: number, name: string): Matrix.Matrix => {
  const key = Rng.derive(Rng.fromSeed(rows), name)
  const data = new Float32Array(rows * classes)
  for (let i = 0; i < rows; i++) {
    const weights = Array.from({ length: classes }, (_, c) => 1 + Rng.integer(key, classes * i + c, 3))
    const sum = weights.reduce((a, b) => a + b, 0)
    weights.forEach((weight, c) => data[i * classes + c] = weight / sum)
  }
  return Matrix.make(data, rows, classes)
}

/** The columns of a pool that strategies ask for. */
export const columnsOf = (shape: Shape): Partial<Columns> => {
  const { rows } = shape
  const embedding = poolOf(shape)
  const probability = probabilities(rows, "probability")
  const left = Matrix.make(probability.data.map((p, at) => at % classes === 0 ? p - 1 : p), rows, classes)
  return {
    embedding,
    feature: embedding,
    probability,
    passes: [0, 1, 2].map((pass) => probabilities(rows, `pass ${pass}`)),
    projection: Matrix.make(noise(Rng.fromSeed(rows), rows * (classes - 1)), rows, classes - 1),
    gradient: { left, right: embedding },
    labelProbability: probability,
    estimate: Matrix.make(noise(Rng.derive(Rng.fromSeed(rows), "estimate"), rows * 3), rows, 3),
    target: Float64Array.from({ length: rows }, (_, i) => i % 5)
  }
}
