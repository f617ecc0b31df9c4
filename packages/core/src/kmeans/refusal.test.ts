import { assert, describe, it } from "vitest"
import { make } from "../Matrix.ts"
import { fromSeed } from "../Rng.ts"
import { type ClusteringProblem, inWords, problemOf } from "./refusal.ts"
import type { ClusterRequest } from "./request.ts"

const request = (more: Partial<ClusterRequest>): ClusterRequest => ({
  matrix: make(Float32Array.of(0, 1, 10), 3, 1),
  k: 2,
  key: fromSeed(0),
  ...more
})

describe("what is wrong with a request for clusters", () => {
  it("nothing, with and without weights and centers", () => {
    assert.isUndefined(problemOf(request({})))
    const initial = { data: Float64Array.of(0, 1), rows: 2, cols: 1 }
    assert.isUndefined(problemOf(request({ weights: Float64Array.of(0, 1, 2), initial })))
  })

  it("is data", () => {
    const found = (more: Partial<ClusterRequest>) => problemOf(request(more))
    assert.deepStrictEqual(found({ rows: new Uint32Array() }), { _tag: "NoRows" })
    assert.deepStrictEqual(found({ k: 1.5 }), { _tag: "K", value: 1.5 })
    assert.deepStrictEqual(found({ weights: Float64Array.of(1) }), { _tag: "WeightCount", weights: 1, rows: 3 })
    const negative = { _tag: "Weight", index: 1, value: -2 } as const
    assert.deepStrictEqual(found({ weights: Float64Array.of(1, -2, 1) }), negative)
    assert.deepStrictEqual(found({ weights: new Float64Array(3) }), { _tag: "NoWeight", rows: 3 })
    const initial = { data: new Float64Array(4), rows: 2, cols: 2 }
    assert.deepStrictEqual(found({ initial }), { _tag: "Width", value: 2, expected: 1 })
  })

  it("is said in words that hold the data", () => {
    const cases: ReadonlyArray<readonly [ClusteringProblem, string]> = [
      [{ _tag: "NoRows" }, "there is no row to cluster"],
      [{ _tag: "K", value: 0 }, "k is 0; it must be a whole number from 1"],
      [{ _tag: "WeightCount", weights: 1, rows: 6 }, "there are 1 weights for 6 rows"],
      [{ _tag: "Weight", index: 3, value: -1 }, "weight 3 is -1; weights must be finite and not negative"],
      [{ _tag: "NoWeight", rows: 6 }, "every weight is 0"],
      [{ _tag: "Width", value: 2, expected: 1 }, "the initial centers have 2 columns and the rows 1"],
      [{ _tag: "Unsupported", setting: "weights", problem: "it has none" }, "it has none"],
      [{ _tag: "MissingPackage", name: "p", problem: "add p", cause: 0 }, "add p"],
      [{ _tag: "Answer", problem: "no", value: 1, expected: 2 }, "the answer is at fault: no"],
      [{ _tag: "Failed", problem: "it broke", cause: 0 }, "it broke"]
    ]
    for (const [reason, text] of cases) assert.strictEqual(inWords(reason), text)
  })
})
