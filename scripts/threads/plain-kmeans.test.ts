import { assert, describe, it } from "@effect/vitest"
import { plainKmeans } from "./plain-kmeans.ts"

describe("plainKmeans", () => {
  it("comes to the means of its clusters, worked out by hand", () => {
    const x = { data: Float32Array.of(0, 1, 2, 10, 11, 15), rows: 6, cols: 1 }
    const { assignment, inertia } = plainKmeans(x, Float64Array.of(0, 1), 2)
    assert.deepStrictEqual([...assignment], [0, 0, 0, 1, 1, 1])
    assert.strictEqual(inertia, 2 + 4 + 1 + 9)
  })

  it("gives ties to the smaller center", () => {
    const x = { data: Float32Array.of(1, 0, 2), rows: 3, cols: 1 }
    assert.deepStrictEqual([...plainKmeans(x, Float64Array.of(0, 2), 2).assignment], [0, 0, 1])
  })
})
