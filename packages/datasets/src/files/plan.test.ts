import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import { planTable } from "./plan.ts"

describe("planTable", () => {
  it("takes id for the ids and all else for the vector, in file order", () => {
    const { id, list, notes, numeric } = planTable(["b", "id", "a"], [1, "x", 2], {})
    assert.deepStrictEqual({ id, list, numeric, notes }, { id: 1, list: -1, numeric: [0, 2], notes: [] })
  })

  it("takes id in any case, and counts rows where nothing is called id", () => {
    const { id, numeric } = planTable(["ID", "x"], [1, 2], {})
    assert.deepStrictEqual({ id, numeric }, { id: 0, numeric: [1] })
    assert.strictEqual(planTable(["x", "y"], [1, 2], {}).id, -1)
  })

  it("takes the one list column for the vector and says what it ignores", () => {
    const { list, notes, numeric } = planTable(["id", "text", "v"], ["a", "cat", [1, 2]], {})
    assert.deepStrictEqual({ list, numeric }, { list: 2, numeric: [] })
    assert.deepStrictEqual(notes.map(Message.toCode), ["the vector is \"v\"; ignored: \"text\""])
    assert.strictEqual(planTable(["v"], [Float32Array.of(1)], {}).list, 0)
  })

  it("leaves labels out of the vector, and says so", () => {
    const { label, notes, numeric } = planTable(["x", "Label"], [1, 2], {})
    assert.deepStrictEqual({ label, numeric }, { label: 1, numeric: [0] })
    assert.deepStrictEqual(notes.map(Message.toCode), [
      "left out of the vector, by name: \"Label\" (a label); `features` names what belongs to it; the labels are learned from " +
      "where `labels` is this file, too (a blank one says declined)"
    ])
    assert.deepStrictEqual(planTable(["x", "Label"], [1, 2], { features: ["x", "Label"] }).notes, [])
  })

  it("takes the id column that was named, and says which there are when it is not there", () => {
    assert.strictEqual(planTable(["id", "key", "x"], [1, 2, 3], { idColumn: "key" }).id, 1)
    assert.throws(
      () => planTable(["id", "x"], [1, 2], { idColumn: "key" }),
      "there is no column \"key\"; give `idColumn` one of \"id\", \"x\""
    )
    assert.throws(
      () => planTable(Array.from({ length: 40 }, (_, i) => `x${i}`), [], { idColumn: "key" }),
      "\"x10\", \"x11\" and 28 more"
    )
  })

  it("falls back to id, or to counting, where the named column may be missing", () => {
    assert.strictEqual(planTable(["x", "id"], [1, 2], { idColumn: "key", idOptional: true }).id, 1)
    assert.strictEqual(planTable(["x"], [1], { idColumn: "key", idOptional: true }).id, -1)
  })

  it("refuses columns that cannot be told apart, and tables without one vector", () => {
    assert.throws(() => planTable(["x", "x"], [1, 2], {}), "two columns are named \"x\"; rename one of them")
    assert.throws(
      () => planTable(["", "x"], [1, 2], {}),
      "column 1 has no name; name it id if it holds the ids, or drop it (pandas: to_csv(..., index=False))"
    )
    assert.throws(
      () => planTable(["u", "v"], [[1], [2]], {}),
      "2 columns hold lists (\"u\", \"v\"); keep the one that is the vector"
    )
    assert.throws(() => planTable(["id"], ["a"], {}), "there is no column beside the ids; add the vectors")
  })
})
