/**
 * What k-means and its start promise.
 */
import { Matrix } from "@marginalia/core"
import * as fc from "fast-check"
import { claim, close, list } from "../claim.ts"
import { poolArb } from "../generate/pool.ts"
import type { Property } from "../Law.ts"
import { type Eventual, settled } from "./eventual.ts"
import { made, meaning } from "./law.ts"

/** The inertia after at most so many iterations: Σ squared distance to the own center. */
export type Inertia = (question: {
  readonly embedding: Matrix.Matrix
  readonly k: number
  readonly iterations: number
  readonly seed: number
}) => Eventual<number>

const questionArb = fc.record({
  embedding: poolArb({ maxRows: 40 }),
  k: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat()
}).map(made((question) => question))

/** More iterations never raise the inertia. */
export const inertiaFalls = meaning<Inertia>({
  id: "inertia-falls",
  title: "more iterations never raise the inertia",
  statement: "Lloyd's iterations, one more at a time from the same start, never raise the inertia (to 1e-6).",
  about: "k-means: the inertia by pool, k, iterations and seed",
  property: (inertia, setting) =>
    fc.asyncProperty(questionArb, async (question) => {
      const found: Array<number> = []
      for (let iterations = 1; iterations <= 6; iterations++) {
        found.push(await settled(setting, inertia({ ...question, iterations })))
      }
      const falls = found.every((x, i) => i === 0 || x <= found[i - 1]! * (1 + 1e-6) + 1e-9)
      claim(falls, () => `the inertia after 1, 2, … iterations: ${list(found)}`)
    }) as Property
})

const scatter = (pool: Matrix.Matrix): number => {
  let sum = 0
  for (let k = 0; k < pool.cols; k++) {
    const column = Array.from({ length: pool.rows }, (_, i) => Matrix.row(pool, i)[k]!)
    const mean = column.reduce((a, b) => a + b, 0) / column.length
    sum += column.reduce((total, x) => total + (x - mean) ** 2, 0)
  }
  return sum
}

/** With one cluster, the inertia is the scatter. */
export const inertiaOfOne = meaning<Inertia>({
  id: "inertia-of-one",
  title: "with one cluster the inertia is the scatter about the mean",
  statement: "For k = 1 the inertia is the sum of squared distances to the mean (to 1e-5); more clusters have no more.",
  about: "k-means: the inertia by pool, k, iterations and seed",
  property: (inertia, setting) =>
    fc.asyncProperty(questionArb, async (question) => {
      const all = scatter(question.embedding)
      const one = await settled(setting, inertia({ ...question, k: 1, iterations: 20 }))
      close("the inertia of one cluster", [one], [all], 1e-5)
      const several = await settled(setting, inertia({ ...question, iterations: 20 }))
      claim(several <= all * (1 + 1e-5) + 1e-9, () => `${question.k} clusters have ${several}, one has ${all}`)
    }) as Property
})

/** The index that k-means++ draws, given each item's squared distance to the nearest center so far. */
export type Draw = (squaredDistances: Float64Array, seed: number) => Eventual<number>

const DRAWS = 600

/** The chi-square statistic of counts against probabilities that are not zero. */
const chiSquare = (counts: ReadonlyArray<number>, shares: ReadonlyArray<number>, draws: number): number =>
  counts.reduce(
    (sum, count, i) => shares[i] === 0 ? sum : sum + (count - draws * shares[i]!) ** 2 / (draws * shares[i]!),
    0
  )

/** Beyond this a statistic with `freedom` degrees happens less than once in ten million times. */
const unlikely = (freedom: number): number => freedom + 5 * Math.sqrt(2 * freedom) + 20

/** k-means++ draws in proportion to the squared distance. */
export const drawsBySquare = meaning<Draw>({
  id: "draws-by-square",
  title: "candidates are drawn in proportion to squared distance",
  statement: "k-means++ draws an item as often as its share of the squared distances says (600 draws, chi-square), and "
    + "never one at distance 0.",
  about: "the draw of k-means++, by squared distances and seed",
  property: (draw, setting) =>
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 8 }).filter((all) => all.some((x) => x > 0)),
      fc.nat({ max: 2 ** 30 }),
      async (weights, seed) => {
        const counts = weights.map(() => 0)
        for (let i = 0; i < DRAWS; i++) counts[await settled(setting, draw(Float64Array.from(weights), seed + i))]! += 1
        const total = weights.reduce((a, b) => a + b, 0)
        const shares = weights.map((x) => x / total)
        claim(counts.every((n, i) => n === 0 || weights[i]! > 0), () => `drawn at distance 0: ${list(counts)}`)
        const freedom = weights.filter((x) => x > 0).length - 1
        const statistic = chiSquare(counts, shares, DRAWS)
        claim(
          statistic <= unlikely(freedom),
          () => `squared distances ${list(weights)} are drawn ${list(counts)} times`
        )
      }
    ) as Property
})
