import { assert, describe, it } from "@effect/vitest"
import { Malformed } from "./errors.ts"
import { rowsById, uniqueIds } from "./unique-ids.ts"

describe("uniqueIds", () => {
  it("takes ids that are distinct, compared exactly", () => {
    assert.deepStrictEqual(uniqueIds(["1", "01", " 1", "a", "A"]), ["1", "01", " 1", "a", "A"])
    assert.deepStrictEqual([...rowsById(["b", "a"])], [["b", 0], ["a", 1]])
  })

  it("refuses one that comes twice, with both rows", () => {
    assert.throws(() => uniqueIds(["x", "y", "x"]), Malformed, "the id \"x\" stands in rows 0 and 2; keep one")
  })
})
