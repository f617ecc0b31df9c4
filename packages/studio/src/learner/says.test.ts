import { assert, describe, it } from "@effect/vitest"
import { saysOf } from "./says.ts"

const rows = Float32Array.of(0.5, 0.5, 0.25, 0.75, 1, 0)

describe("saysOf", () => {
  it("tells each item's likeliest class by its number, the first of equals", () => {
    const { confidence, top } = saysOf(rows, [7, 3], { size: 3, candidates: Uint32Array.of(0) })
    assert.deepStrictEqual([[...top], [...confidence]], [[7, 3, 7], [0.5, 0.75, 1]])
  })

  it("is uncertain of what could be asked about, not of what was answered", () => {
    const of = (...candidates: ReadonlyArray<number>) =>
      saysOf(rows, [0, 1], { size: 3, candidates: Uint32Array.from(candidates) }).uncertainty
    assert.closeTo(of(0)!, 1, 1e-6)
    assert.closeTo(of(2)!, 0, 1e-6)
    assert.closeTo(of(0, 2)!, 0.5, 1e-6)
    assert.isNull(of())
  })

  it("says nothing without a model", () => {
    const none = saysOf(undefined, [], { size: 2, candidates: Uint32Array.of(0, 1) })
    assert.deepStrictEqual([[...none.top], [...none.confidence], none.uncertainty], [[-1, -1], [0, 0], null])
  })
})
