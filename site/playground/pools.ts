/** The pools of the playground: what is drawn of them, and the columns that strategies ask for. */
import { type Columns, Matrix, Rng, Simplex } from "@marginalia/core"
import { columnsOf } from "../../scripts/pictures/model.ts"
import { type Plane, planes } from "../../scripts/pictures/pools.ts"
import { type Digits, embeddingOf, mapOf, vote } from "./digits.ts"
import type { Shown } from "./protocol.ts"

/** A pool that can be asked about. */
export interface Pool {
  readonly shown: Shown
  readonly classes: number
  /** The columns that are needed, as they are with these labels. */
  readonly columns: (needs: ReadonlySet<string>, labeled: ReadonlyArray<number>) => Partial<Columns>
}

const toy = (plane: Plane): Pool => ({
  shown: { name: plane.name, points: plane.points, truth: plane.truth, labeled: plane.labeled },
  classes: plane.classes,
  columns: (needs, labeled) => {
    const all = columnsOf({ ...plane, labeled })
    return Object.fromEntries(Object.entries(all).filter(([name]) => needs.has(name)))
  }
})

/** A bell that reaches about as far as images of the same digit lie apart. */
const SAYS = { classes: 10, doubt: 0.02, reach: 0.8 }

const PASSES = 8

const passes = (rows: Matrix.Matrix, truth: ReadonlyArray<number>, labeled: ReadonlyArray<number>) =>
  Array.from({ length: PASSES }, (_, pass) => {
    const order = Rng.permutation(Rng.derive(Rng.fromSeed(0), `pass ${pass}`), labeled.length)
    const count = Math.max(1, Math.round((labeled.length * 2) / 3))
    return vote(rows, truth, [...order.subarray(0, count)].map((i) => labeled[i]!), SAYS)
  })

const projection = (probability: Matrix.Matrix): Matrix.Matrix => {
  const { cols, data } = Simplex.make(SAYS.classes)
  const rows = Array.from({ length: probability.rows }, (_, i) => Matrix.row(probability, i))
  return Matrix.fromRows(
    rows.map((row) =>
      Array.from({ length: cols }, (_, k) => row.reduce((sum, p, c) => sum + p * data[c * cols + k]!, 0))
    )
  )
}

const digitsPool = (digits: Digits): Pool => {
  const embedding = embeddingOf(digits), { truth } = digits
  return {
    shown: { name: "digits", points: mapOf(embedding), truth, labeled: [], images: digits.pixels },
    classes: SAYS.classes,
    columns: (needs, labeled) => {
      const probability = needs.has("probability") || needs.has("projection")
        ? vote(embedding, truth, labeled, SAYS)
        : undefined
      return {
        ...(needs.has("embedding") ? { embedding } : {}),
        ...(needs.has("feature") ? { feature: embedding } : {}),
        ...(needs.has("passes") ? { passes: passes(embedding, truth, labeled) } : {}),
        ...(needs.has("probability") ? { probability: probability! } : {}),
        ...(needs.has("projection") ? { projection: projection(probability!) } : {})
      }
    }
  }
}

/** All pools: the digits first. */
export const poolsOf = (digits: Digits): ReadonlyArray<Pool> => [digitsPool(digits), ...planes.map(toy)]
