import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../../test/made.ts"
import type { Group, Measured } from "../groups.ts"
import { choose, MOST_ITEMS } from "./choose.ts"

const { views: [view] } = analysis()
const { group } = view!

/** The group with a larger pool, more seeds, and `picks` items a round, each seed others. */
const grown = (size: number, seeds: number, picks: number): Group => {
  const [first] = group.runs as readonly [Measured]
  const runs = Array.from({ length: seeds }, (_, seed) => ({
    ...first,
    seed,
    config: { ...first.config, size },
    rounds: first.rounds.map((round, r) => ({
      ...round,
      event: {
        ...round.event,
        positions: Array.from({ length: picks }, (_, i) => (seed * 3 * picks + r * picks + i) % size)
      }
    }))
  }))
  return { ...group, runs }
}

describe("choose", () => {
  it("shows a small pool whole", () => {
    const { positions, remark, rounds, runs } = choose(group)
    assert.deepStrictEqual([positions.length, rounds, runs.length, remark], [30, 3, 12, undefined])
  })

  it("draws the others from a larger pool, the same each time, and keeps every pick", () => {
    const large = grown(10_000, 2, 20)
    const { positions, remark } = choose(large)
    assert.strictEqual(positions.length, MOST_ITEMS)
    assert.deepStrictEqual(choose(large).positions, positions)
    for (let i = 0; i < 120; i++) assert.include([...positions], i)
    assert.strictEqual(remark, "The map shows 1,200 of the pool's 10,000 items, all picks shown among them.")
  })

  it("shows fewer seeds where the picks are too many", () => {
    const { positions, remark, runs } = choose(grown(10_000, 6, 100))
    assert.deepStrictEqual(runs.map(({ seed }) => seed), [0, 1, 2, 3, 4])
    assert.strictEqual(positions.length, 1500 + 300)
    assert.match(remark!, /and 5 of 6 seeds\.$/)
  })

  it("shows fewer rounds where one seed is too many, at least one", () => {
    const { remark, rounds, runs } = choose(grown(10_000, 2, 700))
    assert.deepStrictEqual([runs.length, rounds], [1, 2])
    assert.match(remark!, /1 of 2 seeds and the first 2 of 3 rounds\.$/)
    assert.strictEqual(choose(grown(10_000, 2, 2000)).rounds, 1)
  })
})
