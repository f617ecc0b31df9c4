/**
 * What farthest-first traversal promises.
 */
import type { Matrix, Strategy } from "@marginalia/core"
import { claim, list } from "../claim.ts"
import type { Input } from "../generate/query.ts"
import { answer, forOnly } from "../run.ts"
import { distance, holding, meaning } from "./law.ts"

/** The largest distance of an item to the nearest of some items. */
const radius = (pool: Matrix.Matrix, chosen: ReadonlyArray<number>): number => {
  let most = 0
  for (let i = 0; i < pool.rows; i++) most = Math.max(most, Math.min(...chosen.map((j) => distance(pool, i, pool, j))))
  return most
}

/** Every way to take `n` of some things. */
const ways = (things: ReadonlyArray<number>, n: number): ReadonlyArray<ReadonlyArray<number>> => {
  if (n === 0) return [[]]
  return things.flatMap((thing, i) => ways(things.slice(i + 1), n - 1).map((rest) => [thing, ...rest]))
}

const best = (input: Input, pool: Matrix.Matrix, labeled: ReadonlyArray<number>): number => {
  const free = Array.from({ length: pool.rows }, (_, i) => i).filter((i) => !labeled.includes(i))
  return Math.min(...ways(free, input.budget).map((added) => radius(pool, [...labeled, ...added])))
}

/** k-center's radius is at most twice the best. */
export const twiceTheBest = meaning<Strategy.Any>({
  id: "twice-the-best",
  title: "the radius is at most twice the best",
  statement:
    "The largest distance of an item to the nearest chosen or labeled one is at most twice what the best choice "
    + "of as many items reaches, by trying them all.",
  about: "greedy k-center over embedding",
  property: (strategy, setting) =>
    forOnly(holding(setting, ["embedding"]), { maxSize: 9, restricted: false }, async (input) => {
      const pool = input.embedding!
      const labeled = Array.from(input.labeled ?? [])
      const { positions } = await answer(setting, strategy, input)
      const [found, least] = [radius(pool, [...labeled, ...positions]), best(input, pool, labeled)]
      claim(found <= 2 * least + 1e-6, () => `the radius of ${list(positions)} is ${found}, and ${least} is possible`)
    })
})
