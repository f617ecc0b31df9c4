import { assert, describe, it } from "@effect/vitest"
import { lawRuns, RUNS, runs } from "./runs.ts"

describe("how many cases", () => {
  it("are a quarter, of laws an eighth, one at least, or all where the environment says so", () => {
    assert.deepStrictEqual([1, 3, 4, 30, 100].map((whole) => runs(whole, {})), [1, 1, 1, 8, 25])
    assert.deepStrictEqual([1, 3, 4, 30, 100].map((whole) => runs(whole, { [RUNS]: "all" })), [1, 3, 4, 30, 100])
    assert.deepStrictEqual([1, 8, 30].map((whole) => lawRuns(whole, {})), [1, 1, 4])
    assert.deepStrictEqual([1, 6, 30].map((whole) => lawRuns(whole, { [RUNS]: "all" })), [1, 6, 30])
  })
})
