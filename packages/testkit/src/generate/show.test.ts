import { assert, describe, it } from "@effect/vitest"
import { fc } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import { show } from "./show.ts"

describe("show", () => {
  it("prints matrices by rows and lists by items, to six digits", () => {
    const value = show({ size: 2, labeled: Uint32Array.of(1), embedding: Matrix.fromRows([[0.1, 2], [3, 4]]) })
    assert.strictEqual(fc.stringify(value), "{ size: 2, labeled: [1], embedding: [[0.1, 2], [3, 4]] }")
  })

  it("leaves the value's own properties alone", () => {
    assert.deepStrictEqual(Object.keys(show({ a: 1 })), ["a"])
  })
})
