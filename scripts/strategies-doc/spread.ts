/** Whether a strategy keeps copies out of its batch: asked of a pool in which every item is there five times. */
import type { Strategy } from "@marginalia/core"
import * as Result from "effect/Result"
import { answer, questionOf } from "../pictures/ask.ts"
import { type Plane, planes } from "../pictures/pools.ts"

const COPIES = 5, BUDGET = 10, SEEDS = [0, 1, 2]

/** Every fourth point of the first pool, five times; the labels are of the first of each five. */
const pool = (): Plane => {
  const { classes, name, points, truth } = planes[0]!
  const kept = points.map((_, i) => i).filter((i) => i % 4 === 0)
  const five = kept.flatMap((i) => Array.from({ length: COPIES }, () => i))
  const labeled = [0, 1, 2].map((c) => five.findIndex((i) => truth[i] === c))
  return { name, classes, labeled, points: five.map((i) => points[i]!), truth: five.map((i) => truth[i]!) }
}

/** How many of ten picks are copies of a pick before them, the mean of three seeds; undefined for one that cannot do this pool. */
export const copiesPicked = (strategy: Strategy.Any): number | undefined => {
  const plane = pool()
  const counts = SEEDS.map((seed) => {
    const asked = answer(strategy, questionOf(plane, BUDGET, seed))
    if (Result.isFailure(asked)) return Number.NaN
    const places = [...asked.success.positions].map((at) => Math.floor(at / COPIES))
    return places.length - new Set(places).size
  })
  const mean = counts.reduce((a, b) => a + b) / counts.length
  return Number.isNaN(mean) ? undefined : mean
}
