import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import * as Matrix from "./Matrix.ts"

describe("make", () => {
  it("wraps without copying", () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6)
    const matrix = Matrix.make(data, 2, 3)
    assert.strictEqual(matrix.data, data)
    assert.strictEqual(Matrix.make64(Float64Array.of(1), 1, 1).cols, 1)
  })

  it("refuses numbers that do not fill it", () => {
    assert.throws(() => Matrix.make(new Float32Array(5), 2, 3), RangeError, "a 2 × 3 matrix takes 6 numbers, not 5")
    assert.throws(() => Matrix.make64(new Float64Array(6), -2, -3), RangeError)
    assert.throws(() => Matrix.make(new Float32Array(3), 1.5, 2), RangeError)
  })
})

describe("fromRows", () => {
  const rows = fc.nat(4).chain((cols) =>
    fc.array(fc.array(fc.float({ noNaN: true }), { minLength: cols, maxLength: cols }), { maxLength: 6 })
  )

  test.prop([rows])("holds the rows, which row reads back", (given) => {
    const matrix = Matrix.fromRows(given)
    assert.strictEqual(matrix.rows, given.length)
    given.forEach((row, i) => assert.deepStrictEqual([...Matrix.row(matrix, i)], row))
    const doubles = Matrix.fromRows64(given)
    given.forEach((row, i) => assert.deepStrictEqual([...Matrix.row64(doubles, i)], row))
  })

  it("keeps apart what single precision would not, far from 0", () => {
    const matrix = Matrix.fromRows([[1.7e9 - 1, 1], [1.7e9 + 1, 2]])
    assert.deepStrictEqual(matrix.data, Float32Array.of(-1, 1, 1, 2))
    assert.deepStrictEqual(Matrix.whole(matrix), Matrix.make64(Float64Array.of(1.7e9 - 1, 1, 1.7e9 + 1, 2), 2, 2))
    const one = Matrix.take(matrix, [1])
    assert.deepStrictEqual([one.rows, [...one.data], one.offset], [1, [1, 2], matrix.offset])
  })

  it("names the first row of another length", () => {
    assert.throws(() => Matrix.fromRows([[1, 2], [3, 4], [5]]), RangeError, "row 2 has 1 numbers and row 0 has 2")
    assert.throws(() => Matrix.fromRows64([[1], [3, 4]]), RangeError, "row 1 has 2 numbers and row 0 has 1")
  })
})

it("a row is a view", () => {
  const matrix = Matrix.fromRows([[1, 2], [3, 4]])
  Matrix.row(matrix, 1)[0] = 9
  assert.deepStrictEqual([...matrix.data], [1, 2, 9, 4])
})
