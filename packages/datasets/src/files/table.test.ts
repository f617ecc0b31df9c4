import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { planColumns } from "./plan.ts"
import { makeTable, type TableOptions } from "./table.ts"

const tableOf = (names: Array<string>, rows: Array<Array<unknown>>, options: Partial<TableOptions> = {}) => {
  const table = makeTable(names, { text: false, ...options })
  rows.forEach((values, row) => table.add(values, { row, line: row + 2 }))
  return table.finish()
}

describe("makeTable", () => {
  it("puts columns together", () => {
    assert.deepStrictEqual(tableOf(["x", "id", "y"], [[1, "a", 2n], [3, 7, 4.5]]), {
      ids: ["a", "7"],
      data: Float32Array.of(1, 2, 3, 4.5),
      rows: 2,
      cols: 2,
      columnNames: ["x", "y"],
      notes: []
    })
  })

  it("takes a list apart, ignoring the other columns", () => {
    const table = tableOf(["v", "text"], [[[1, 2], "cat"], [Float64Array.of(3, 4), null]])
    assert.deepStrictEqual(table.columnNames, ["v[0]", "v[1]"])
    assert.deepStrictEqual(table.data, Float32Array.of(1, 2, 3, 4))
    assert.isUndefined(table.ids)
  })

  it("reads lists in text as JSON", () => {
    assert.deepStrictEqual(tableOf(["v"], [["[1, 2]"], ["[3,4]"]], { text: true }).data, Float32Array.of(1, 2, 3, 4))
    assert.throws(
      () => tableOf(["v"], [["[1 2]"]], { text: true }),
      "row 0 (line 2), column \"v\" holds a list that is not readable: \"[1 2]\"; write it as JSON, [0.1, 0.2], in quotes"
    )
  })

  it("refuses lists of another length, no lists and empty lists", () => {
    const where = "row 1 (line 3), column \"v\""
    assert.throws(
      () => tableOf(["v"], [[[1, 2]], [[3]]]),
      `${where} has 1 numbers and the first row 2; make all lists equally long`
    )
    assert.throws(() => tableOf(["v"], [[[1, 2]], [[3, 4, 5]]]), `${where} has 3 numbers and the first row 2`)
    assert.throws(
      () => tableOf(["v"], [[[1, 2]], [null]]),
      `${where} holds null and not a list; give every row its list`
    )
    // Where the file says that a column holds lists, the first row may lack its own.
    const plan = planColumns(["v"], new Set([0]), {})
    assert.throws(
      () => makeTable(["v"], { plan, text: false }).add([undefined], { row: 0 }),
      "row 0, column \"v\" holds undefined and not a list; give every row its list"
    )
    assert.throws(() => tableOf(["v"], [[[]]]), "row 0 (line 2), column \"v\" holds an empty list; drop the row")
  })

  it("names row, line and column of what is not a number, in lists too", () => {
    assert.throws(
      () => tableOf(["x", "y"], [[1, 2], [3, "cat"]]),
      "row 1 (line 3), column \"y\" holds \"cat\", which is"
    )
    assert.throws(() => tableOf(["v"], [[[1, 2]], [[1, null]]]), "row 1 (line 3), column \"v[1]\" is empty")
  })

  it("refuses what overflows single precision, where that was asked for", () => {
    assert.throws(
      () => tableOf(["x"], [[1], [-1e39]]),
      "row 1 (line 3), column \"x\" holds -1e+39, which single precision cannot hold (the largest is 3.4028235e38)"
    )
    assert.deepStrictEqual(tableOf(["x"], [[1e300]], { precision: "double" }).data, Float64Array.of(1e300))
  })

  it("refuses a table without rows", () => {
    assert.throws(() => tableOf(["x"], []), "the file has no rows of data; a pool needs at least one item")
  })

  test.prop([
    fc.integer({ min: 1, max: 60 }).chain((cols) =>
      fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: cols, maxLength: cols }), {
        minLength: 1,
        maxLength: 60
      })
    )
  ])("keeps every number while it grows", (rows) => {
    const table = tableOf(rows[0]!.map((_, i) => `x${i}`), rows)
    assert.deepStrictEqual(Array.from(table.data), rows.flat())
  })
})
