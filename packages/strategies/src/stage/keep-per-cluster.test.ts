import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { uniform } from "../score/uniform.ts"
import { top } from "../select/top.ts"
import { keepPerCluster } from "./keep-per-cluster.ts"

/** How many candidates are left of clusters of some sizes; a negative size is that many items in no cluster. */
const left = (sizes: ReadonlyArray<number>, keep: string | number, labeled: ReadonlyArray<number> = []): number => {
  const assignment = Int32Array.from(sizes.flatMap((size, c) => Array(Math.abs(size)).fill(size < 0 ? -1 : c)))
  const strategy = Strategy.make(keepPerCluster(uniform(), keep), top(uniform()))
  const { trace } = selectSync(strategy, {
    size: assignment.length,
    cluster: { assignment },
    labeled,
    budget: 1,
    seed: 0
  })
  return trace[0]!.candidates
}

describe("keepPerCluster", () => {
  it("rounds a share up, and keeps at least one of each cluster", () => {
    assert.strictEqual(left([10], "10%"), 1)
    assert.strictEqual(left([11], "10%"), 2)
    assert.strictEqual(left([30], "10%"), 3) // 0.1 · 30 is above 3 in floating point
    assert.strictEqual(left([1, 2, 3], "10%"), 3)
  })

  it("counts unlabeled members only", () => {
    assert.strictEqual(left([11], "10%", [0]), 1)
  })

  it("keeps a number of each, or all where there are fewer", () => {
    assert.strictEqual(left([5, 1], 2), 3)
  })

  it("treats items in no cluster as a cluster of their own", () => {
    assert.strictEqual(left([20, -20], "10%"), 4)
  })
})
