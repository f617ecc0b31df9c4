import { assert, describe, it } from "@effect/vitest"
import { isList, planTable, type TableOptions } from "./plan.ts"

const plan = (names: ReadonlyArray<string>, first: ReadonlyArray<unknown>, options: TableOptions = {}) => {
  const { names: _, ...rest } = planTable("t", names, first, options)
  return rest
}

describe("planTable", () => {
  it("takes columns by their usual names, and all others for numbers", () => {
    assert.deepStrictEqual(plan(["x", "id", "y", "label", "split"], []), {
      id: 1,
      label: 3,
      split: 4,
      list: -1,
      numeric: [0, 2]
    })
    assert.deepStrictEqual(plan(["x"], []), { id: -1, label: -1, split: -1, list: -1, numeric: [0] })
  })

  it("takes those that are named, and the usual names are numbers then", () => {
    const options = { idColumn: "name", labelColumn: "kind", splitColumn: "part" }
    const all = plan(["name", "id", "kind", "part"], [], options)
    assert.deepStrictEqual(all, { id: 0, label: 2, split: 3, list: -1, numeric: [1] })
  })

  it("takes the one column of lists for the numbers, and passes over the rest", () => {
    assert.deepStrictEqual(plan(["id", "age", "e"], ["a", 3, [1, 2]]), {
      id: 0,
      label: -1,
      split: -1,
      list: 2,
      numeric: []
    })
  })

  it("refuses what is not there, twice there, or no vector", () => {
    assert.throws(() => plan(["x"], [], { labelColumn: "y" }), /there is no column "y"; there are "x"/)
    assert.throws(() => plan(["x", "x"], []), /two columns are named "x"/)
    assert.throws(() => plan(["e", "f"], [[1], [2]]), /2 columns hold lists \("e", "f"\); keep one/)
    assert.throws(() => plan(["id", "label"], ["a", "b"]), /no column of numbers/)
  })
})

describe("isList", () => {
  it("knows arrays of both kinds", () => {
    assert.deepStrictEqual([[1], new Float32Array(1), "[1]", new DataView(new ArrayBuffer(1)), 1].map(isList), [
      true,
      true,
      false,
      false,
      false
    ])
  })
})
