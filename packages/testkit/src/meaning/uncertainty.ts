/**
 * What uncertainty means.
 */
import { type Columns, Matrix, type Score } from "@marginalia/core"
import * as fc from "fast-check"
import { claim, list } from "../claim.ts"
import type { Law, Property, Setting } from "../Law.ts"
import { made, meaning, scoresOf } from "./law.ts"

/** Rounding of kernels that compute in single precision. */
const EPSILON = 1e-6

/** Parts of 64, so that sums and differences are exact. */
const PARTS = 64

interface Move {
  readonly before: ReadonlyArray<number>
  readonly after: ReadonlyArray<number>
}

const rowArb = (classes: number): fc.Arbitrary<ReadonlyArray<number>> =>
  fc.array(fc.nat({ max: PARTS }), { minLength: classes - 1, maxLength: classes - 1 }).map((cuts) => {
    const sorted = [0, ...cuts.toSorted((a, b) => a - b), PARTS]
    return sorted.slice(1).map((cut, i) => (cut - sorted[i]!) / PARTS)
  })

const moveArb: fc.Arbitrary<Move> = fc.tuple(fc.integer({ min: 2, max: 5 }).chain(rowArb), fc.nat(), fc.nat())
  .map(made(([before, which, share]) => {
    const top = before.indexOf(Math.max(...before))
    const from = (top + 1 + which % (before.length - 1)) % before.length
    const moved = share % (before[from]! * PARTS + 1) / PARTS
    const after = before.map((p, c) => c === top ? p + moved : c === from ? p - moved : p)
    return { before, after }
  }))

const asColumns = (score: Score.Any, probability: Matrix.Matrix): Partial<Columns> =>
  score.needs.includes("passes") ? { passes: [probability, probability, probability] } : { probability }

const scored = (setting: Setting, score: Score.Any, rows: ReadonlyArray<ReadonlyArray<number>>) =>
  scoresOf(setting, score, rows.length, asColumns(score, Matrix.fromRows(rows)))

/** Moving probability to the top class never raises uncertainty. */
export const certaintyLowers: Law<Score.Any> = meaning<Score.Any>({
  id: "certainty-lowers",
  title: "moving probability to the top class never raises the score",
  statement: "When probability moves from another class to the most probable one, the score does not rise.",
  about: "a score of uncertainty, from probability or passes",
  property: (score, setting) =>
    fc.asyncProperty(moveArb, async ({ after, before }) => {
      const [x, y] = await scored(setting, score, [before, after])
      claim(y! <= x! + EPSILON, () => `it rises from ${x} to ${y}`)
    }) as Property
})

/** Knowing nothing is most uncertain, knowing for certain least. */
export const extremes: Law<Score.Any> = meaning<Score.Any>({
  id: "uncertainty-extremes",
  title: "the uniform distribution is most uncertain, a certain class least",
  statement: "No distribution scores above the uniform one or below one that is certain, and these two differ.",
  about: "a score of uncertainty, from probability or passes",
  property: (score, setting) =>
    fc.asyncProperty(fc.integer({ min: 2, max: 5 }).chain(rowArb), async (row) => {
      const uniform = row.map(() => 1 / row.length)
      const certain = row.map((_, c) => c === 0 ? 1 : 0)
      const scores = await scored(setting, score, [uniform, row, certain])
      const [most, some, least] = [scores[0]!, scores[1]!, scores[2]!]
      claim(most > least + EPSILON, () => `uniform scores ${most} and certain ${least}`)
      claim(some <= most + EPSILON && some >= least - EPSILON, () => `uniform, other, certain: ${list(scores)}`)
    }) as Property
})
