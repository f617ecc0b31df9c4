import { assert, describe, it } from "@effect/vitest"
import { lawRuns, RUNS, runs, someOf } from "./runs.ts"

describe("how many cases", () => {
  it("are a sixth, of laws a twelfth, one at least, or all where the environment says so", () => {
    assert.deepStrictEqual([1, 3, 4, 30, 100].map((whole) => runs(whole, {})), [1, 1, 1, 5, 17])
    assert.deepStrictEqual([1, 3, 4, 30, 100].map((whole) => runs(whole, { [RUNS]: "all" })), [1, 3, 4, 30, 100])
    assert.deepStrictEqual([1, 8, 30].map((whole) => lawRuns(whole, {})), [1, 1, 3])
    assert.deepStrictEqual([1, 6, 30].map((whole) => lawRuns(whole, { [RUNS]: "all" })), [1, 6, 30])
  })

  it("are one example in four, each with some seed, or all", () => {
    const all = Array.from("abcdefghij"), seeds = [-1, 0, 1, 2].map((seed) => someOf(all, seed, {}))
    assert.deepStrictEqual(seeds.flat().toSorted(), all)
    assert.isTrue(seeds.every(({ length }) => length === 2 || length === 3))
    assert.deepStrictEqual(someOf(all, 0, { [RUNS]: "all" }), all)
  })
})
