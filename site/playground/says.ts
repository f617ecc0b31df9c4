/** What a small model says of a pool, from the labels so far: the columns that strategies ask for. */
import { type Columns, Matrix, Rng, Simplex } from "@marginalia/core"
import { vote } from "./digits.ts"

/** What it is told of the classes: the labels that are known, by position. */
export interface Known {
  readonly truth: ReadonlyArray<number>
  readonly classes: number
}

/** How it speaks. */
export interface Says {
  /** What all classes have everywhere. */
  readonly doubt: number
  /** The standard deviation of a label's bell. */
  readonly reach: number
}

const PASSES = 8

type Vote = (labeled: ReadonlyArray<number>) => Matrix.Matrix

const passes = (voteOf: Vote, labeled: ReadonlyArray<number>): ReadonlyArray<Matrix.Matrix> =>
  Array.from({ length: PASSES }, (_, pass) => {
    const order = Rng.permutation(Rng.derive(Rng.fromSeed(0), `pass ${pass}`), labeled.length)
    const count = Math.max(1, Math.round((labeled.length * 2) / 3))
    return voteOf([...order.subarray(0, count)].map((i) => labeled[i]!))
  })

const projection = (probability: Matrix.Matrix, classes: number): Matrix.Matrix => {
  const { cols, data } = Simplex.make(classes)
  const rows = Array.from({ length: probability.rows }, (_, i) => Matrix.row(probability, i))
  return Matrix.fromRows(
    rows.map((row) =>
      Array.from({ length: cols }, (_, k) => row.reduce((sum, p, c) => sum + p * data[c * cols + k]!, 0))
    )
  )
}

/**
 * The columns that are needed, as they are with these labels; those of classes are left out where there are fewer than two. Labels
 * of no known class say nothing.
 */
export const columnsBy =
  (embedding: Matrix.Matrix, { classes, truth }: Known, { doubt, reach }: Says) =>
  (needs: ReadonlySet<string>, labeled: ReadonlyArray<number>): Partial<Columns> => {
    const voteOf: Vote = (seen) => vote(embedding, truth, seen, { classes, doubt, reach })
    const seen = labeled.filter((at) => truth[at]! >= 0), speaks = classes >= 2
    const probability = speaks && (needs.has("probability") || needs.has("projection")) ? voteOf(seen) : undefined
    return {
      ...(needs.has("embedding") ? { embedding } : {}),
      ...(needs.has("feature") ? { feature: embedding } : {}),
      ...(needs.has("passes") && speaks ? { passes: passes(voteOf, seen) } : {}),
      ...(needs.has("probability") && probability !== undefined ? { probability } : {}),
      ...(needs.has("projection") && probability !== undefined ? { projection: projection(probability, classes) } : {})
    }
  }
