/** Covering of a sample of the pool once more, from its definition, for the tests to compare with. */
import { Rng } from "@marginalia/core"
import type { HerdingOptions } from "../src/select/herding.ts"
import { distance, type Rows } from "./naive.ts"

/** What is asked of a pool. */
export interface Given {
  readonly rows: Rows
  readonly labeled: ReadonlyArray<number>
  readonly include: ReadonlyArray<number>
  readonly candidates: ReadonlyArray<number>
  readonly budget: number
  readonly seed: number
}

/** The two samples, by the definition: positions in the order of their own random numbers. */
export const samples = ({ budget, candidates, include, rows, seed }: Given, reference: number, name: string) => {
  const round = Rng.derive(Rng.fromSeed(seed), "round 0"),
    key = Rng.derive(Rng.derive(round, `select ${name}`), "reference")
  const order = [...rows.keys()].sort((a, b) => Rng.uniform(key, a) - Rng.uniform(key, b))
  const open = candidates.filter((i) => !include.includes(i)), wanted = budget - include.length
  const first = order.slice(0, reference)
  for (const position of order.slice(reference)) {
    if (first.filter((i) => open.includes(i)).length >= wanted) break
    if (open.includes(position)) first.push(position)
  }
  const rest = order.filter((i) => !first.includes(i))
  return { first, second: rest.slice(0, first.length), open: open.filter((i) => first.includes(i)) }
}

/** How similar two rows are. */
export const similar = (
  a: ReadonlyArray<number>,
  b: ReadonlyArray<number>,
  { kernel }: HerdingOptions,
  width: number
) => {
  if (kernel === "cosine") {
    const zero = [a, b].some((row) => row.every((x) => x === 0))
    return zero ? 0 : Math.max(0, 1 - distance(a, b) ** 2 / 2)
  }
  return kernel === "top-hat" ? Number(distance(a, b) < width) : Math.exp(-((distance(a, b) / width) ** 2))
}

/** How far similarity reaches. */
export const widthOf = (rows: Rows, covered: ReadonlyArray<number>, { bandwidth = 1 }: HerdingOptions): number => {
  if (bandwidth !== "auto") return bandwidth
  const apart = covered.flatMap((a) => covered.map((b) => distance(rows[a]!, rows[b]!))).filter((d) => d > 0)
  return apart.length === 0 ? 1 : Math.min(...apart)
}
