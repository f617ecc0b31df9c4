import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { checkHeight, rowsInPoolOrder, takeRows } from "./align.ts"

const pool = { rows: 3, ids: ["a", "b", "c"] }

describe("rowsInPoolOrder", () => {
  test.prop([
    fc.uniqueArray(fc.string(), { minLength: 1 }).chain((ids) =>
      fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: ids.length }))
    )
  ])("finds each item's row", ([ids, shuffled]) => {
    const order = rowsInPoolOrder(shuffled, { rows: ids.length, ids })
    assert.deepStrictEqual(Array.from(order, (row) => shuffled[row]), ids)
  })

  it("takes row numbers for the ids of a pool without ids", () => {
    assert.deepStrictEqual(rowsInPoolOrder(["2", "0", "1"], { rows: 3, ids: undefined }), Uint32Array.of(1, 2, 0))
  })

  it("refuses repeated, missing and unknown ids", () => {
    assert.throws(() => rowsInPoolOrder(["a", "b", "b"], pool), "the id \"b\" stands in rows 1 and 2; keep one")
    assert.throws(
      () => rowsInPoolOrder(["a", "x"], pool),
      "there is no row for 2 of the pool's items (\"b\", \"c\"); give one row for each item of the pool"
    )
    assert.throws(
      () => rowsInPoolOrder(["a", "b", "c", "d", "e", "f", "g"], pool),
      "4 of the ids are not in the pool (\"d\", \"e\", \"f\" and 1 more); drop these rows, or check that both files have the same ids"
    )
  })
})

describe("takeRows", () => {
  it("copies rows in another order", () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 5)
    assert.deepStrictEqual(takeRows(data, 2, Uint32Array.of(2, 0, 1)), Float32Array.of(4, 5, 0, 1, 2, 3))
    assert.deepStrictEqual(data, Float32Array.of(0, 1, 2, 3, 4, 5))
  })
})

describe("checkHeight", () => {
  it("refuses another number of rows than items", () => {
    assert.throws(
      () => checkHeight(2, pool),
      "the column has 2 rows and the pool has 3 items; give one row for each item"
    )
    checkHeight(3, pool)
  })
})
