import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { makeRows } from "./rows.ts"

const rowsOf = (names: ReadonlyArray<string>, ...rows: ReadonlyArray<ReadonlyArray<unknown>>) => {
  const builder = makeRows("t", names, {})
  rows.forEach((row, i) => builder.add(row, `row ${i}`))
  return builder.finish()
}

const problem = (names: ReadonlyArray<string>, ...rows: ReadonlyArray<ReadonlyArray<unknown>>): string => {
  try {
    rowsOf(names, ...rows)
    return ""
  } catch (error) {
    return (error as Error).message
  }
}

describe("makeRows", () => {
  it("takes numbers as numbers or as text, and names of either kind", () => {
    const { cols, data, ids, labels, splits } = rowsOf(["id", "label", "a", "b"], [7n, true, "1.5", 2n], [
      "[x]",
      0,
      " -2 ",
      1e-3
    ])
    assert.deepStrictEqual([ids, labels, splits, cols], [["7", "[x]"], ["true", "0"], undefined, 2])
    assert.deepStrictEqual([...data], [1.5, 2, -2, Math.fround(1e-3)])
  })

  it("takes lists of all kinds", () => {
    const { cols, data } = rowsOf(["e"], [[1, 2]], [Float64Array.of(3, 4)], ["[5, 6]"])
    assert.deepStrictEqual([cols, [...data]], [2, [1, 2, 3, 4, 5, 6]])
  })

  it("refuses what single precision, which networks see, would not tell apart", () => {
    const around = (t: number | string) =>
      `column "t" lies around ${t} and varies so little that single precision loses it`
    assert.include(problem(["x", "t"], [0, 1.7e9 - 1], [0, 1.7e9], [0, 1.7e9 + 1]), around(1.7e9))
    assert.include(problem(["t"], ["1700000000000000123"], ["1700000000000000124"]), "and varies so little")
    assert.include(problem(["e"], [[0, 1.7e9]], [[0, 1.7e9 + 2]]), "column \"e\"[1] lies around 17000000")
    assert.include(problem(["x"], [1e-60], [2e-60]), "2 distinct rows are too small for single precision")
    assert.strictEqual(problem(["x", "t"], [0.1, 1.7e9], [0.2, 1.6e9]), "")
  })

  it("numbers rows that have no names", () => {
    assert.deepStrictEqual(rowsOf(["x"], [1], [2], [3]).ids, ["0", "1", "2"])
  })

  test.prop([
    fc.array(fc.tuple(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.integer()), {
      minLength: 1,
      maxLength: 800
    })
  ])(
    "loses nothing, however many rows",
    (values) => {
      const { data } = rowsOf(["a", "b"], ...values)
      assert.deepStrictEqual([...data], values.flat().map(Math.fround))
    }
  )

  it("names row and column of what is wrong", () => {
    const one = (value: unknown) => problem(["id", "x"], ["a", 1], ["b", value])
    assert.strictEqual(one("many"), "t: row 1, column \"x\" holds \"many\" and no finite number")
    for (const value of ["", " ", null, undefined, NaN, "Infinity", 1e39, "1,5", {}]) {
      assert.match(one(value), /^t: row 1, column "x" holds /)
    }
    assert.match(problem(["id", "x"], ["a", 1], ["a", 2]), /row 1, column "id" holds "a", as an earlier row does/)
    assert.match(problem(["id", "x"], ["", 1]), /row 0, column "id" is empty/)
    assert.match(problem(["label", "x"], [null, 1]), /row 0, column "label" is empty/)
    assert.match(problem(["e"], [[1, 2]], [[1]]), /row 1, column "e" has 1 numbers and the first row 2/)
    assert.match(problem(["e"], [[1, 2]], ["x"]), /row 1, column "e" holds "x" and no list/)
    assert.match(problem(["e"], [[]]), /row 0, column "e" holds an empty list/)
    assert.match(problem(["e"], [[1, "x"]]), /row 0, column "e" holds "x" and no finite number/)
    assert.match(problem(["x"]), /the table has no rows/)
  })
})
