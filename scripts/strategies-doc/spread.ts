/** Whether a strategy keeps copies out of its batch: asked of a pool in which every item is there five times. */
import { Matrix, Rng, type Strategy } from "@marginalia/core"
import * as Result from "effect/Result"
import { answer, questionOf } from "../pictures/ask.ts"
import { type Plane, planes } from "../pictures/pools.ts"

const COPIES = 5, LABELS = 3, BUDGET = 10, SEEDS = [0, 1, 2]

/** Numbers that an item has beside its place in the plane, so that only copies are alike. */
const MORE = 14

/** Every fourth point of the first pool, five times; of three classes the first of each five has a label, for three items of each. */
const pool = (): Plane => {
  const { classes, name, points, truth } = planes[0]!
  const kept = points.map((_, i) => i).filter((i) => i % 4 === 0)
  const five = kept.flatMap((i) => Array.from({ length: COPIES }, () => i))
  const firsts = five.flatMap((_, at) => at % COPIES === 0 ? [at] : [])
  const labeled = [0, 1, 2].flatMap((c) => firsts.filter((at) => truth[five[at]!] === c).slice(0, LABELS))
  return { name, classes, labeled, points: five.map((i) => points[i]!), truth: five.map((i) => truth[i]!) }
}

/** A row an item, the same for its copies: its place, and numbers between −1 and 1. */
const embeddingOf = ({ points }: Plane): Matrix.Matrix => {
  const key = Rng.derive(Rng.fromSeed(0), "copies")
  return Matrix.fromRows(points.map((point, i) => {
    const first = Math.floor(i / COPIES) * MORE
    return [...point, ...Array.from({ length: MORE }, (_, k) => 2 * Rng.uniform(key, first + k) - 1)]
  }))
}

/** How many of ten picks are copies of a pick before them, the mean of three seeds; undefined for one that cannot do this pool. */
export const copiesPicked = (strategy: Strategy.Any): number | undefined => {
  const plane = pool(), embedding = embeddingOf(plane)
  const counts = SEEDS.map((seed) => {
    const asked = answer(strategy, { ...questionOf(plane, BUDGET, seed), embedding, feature: embedding })
    if (Result.isFailure(asked)) return Number.NaN
    const places = [...asked.success.positions].map((at) => Math.floor(at / COPIES))
    return places.length - new Set(places).size
  })
  const mean = counts.reduce((a, b) => a + b) / counts.length
  return Number.isNaN(mean) ? undefined : mean
}
