/**
 * What typicality means.
 */
import { type Clusters, Matrix, type Score } from "@marginalia/core"
import * as fc from "fast-check"
import { claim, list } from "../claim.ts"
import { draw } from "../generate/draw.ts"
import type { Property } from "../Law.ts"
import { made, meaning, scoresOf } from "./law.ts"

interface Case {
  readonly embedding: Matrix.Matrix
  readonly cluster: Clusters
  readonly outlier: number
}

/** A cluster of `members` and an outlier, and a second cluster crowded around that outlier. */
const caseArb: fc.Arbitrary<Case> = fc.record({
  members: fc.integer({ min: 3, max: 12 }),
  others: fc.integer({ min: 0, max: 6 }),
  cols: fc.integer({ min: 2, max: 5 }),
  coarse: fc.boolean(),
  seed: fc.nat()
}).map(made(({ coarse, cols, members, others, seed }) => {
  const from = draw(seed, "outlier")
  const near = () => coarse ? from.below(2) : from.unit()
  const rows = Array.from(
    { length: members + 1 + others },
    (_, i) => Array.from({ length: cols }, () => near() + (i < members ? 0 : 100))
  )
  const assignment = Int32Array.from(rows, (_, i) => i <= members ? 0 : 1)
  return { embedding: Matrix.fromRows(rows), cluster: { assignment }, outlier: members }
}))

/** An outlier is the least typical of its cluster. */
export const outlierIsLeast = meaning<Score.Any>({
  id: "outlier-is-least",
  title: "an outlier is the least typical of its cluster",
  statement: "An item far from all others of its cluster scores below every one of them, "
    + "also when items of another cluster crowd around it.",
  about: "a score of typicality within clusters",
  property: (score, setting) =>
    fc.asyncProperty(caseArb, async ({ cluster, embedding, outlier }) => {
      const scores = await scoresOf(setting, score, embedding.rows, { embedding, cluster })
      const members = scores.subarray(0, outlier)
      claim(
        members.every((x) => x > scores[outlier]!),
        () => `it scores ${scores[outlier]}, the others ${list(members)}`
      )
    }) as Property
})
