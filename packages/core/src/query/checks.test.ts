import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { InvalidQuery } from "../Errors.ts"
import { fromRows, fromRows64, make, type Matrix, type Matrix64 } from "../Matrix.ts"
import * as checks from "./checks.ts"
import { runSync } from "./steps.ts"

const messageOf = (check: () => unknown): string | undefined => {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof InvalidQuery) return error.message
    throw error
  }
}

describe("shape", () => {
  it("wants a Float32Array that rows × cols fill", () => {
    assert.isUndefined(messageOf(() => checks.shape("m", fromRows([[1]]))))
    const says = { data: new Float32Array(5), rows: 2, cols: 3 }
    assert.strictEqual(
      messageOf(() => checks.shape("m", says)),
      "m says 2 × 3 but holds 5 numbers; make it with Matrix.make"
    )
    assert.isString(messageOf(() => checks.shape("m", { data: new Float32Array(5), rows: 2.5, cols: 2 })))
    assert.strictEqual(
      messageOf(() => checks.shape("m", make(new Float32Array(), 3, 0))),
      "m has no columns; give at least one number an item"
    )
  })

  it.each([[[[1, 2], [3, 4]]], [null], [undefined], [fromRows64([[1]])], [[]]])("refuses %o", (value) => {
    assert.strictEqual(
      messageOf(() => checks.shape("m", value as unknown as Matrix)),
      "m is not a matrix over a Float32Array; make one with Matrix.make or Matrix.fromRows"
    )
  })

  it("wants a Float64Array where precision decides", () => {
    assert.isUndefined(messageOf(() => checks.shape64("m", fromRows64([[1]]))))
    assert.strictEqual(
      messageOf(() => checks.shape64("m", fromRows([[1]]) as unknown as Matrix64)),
      "m is not a matrix over a Float64Array; make one with Matrix.make64 or Matrix.fromRows64"
    )
  })
})

describe("finite", () => {
  const bad = fc.constantFrom(Number.NaN, Infinity, -Infinity)

  test.prop([
    fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 6, maxLength: 6 }),
    bad,
    fc.nat(5),
    fc.nat(5)
  ])(
    "points at the first number that is none, by row and column",
    (numbers, value, at, later) => {
      const data = Float32Array.from(numbers)
      assert.isUndefined(messageOf(() => runSync(checks.finite("m", make(data, 3, 2)))))
      data[Math.max(at, later)] = -Infinity
      data[at] = value
      const where = `row ${Math.floor(at / 2)}, column ${at % 2}`
      assert.strictEqual(
        messageOf(() => runSync(checks.finite("m", make(data, 3, 2)))),
        `m holds ${value} at ${where}; remove the item or repair the value`
      )
    }
  )

  it("takes the largest numbers, whose sum overflows", () => {
    assert.isUndefined(messageOf(() => runSync(checks.finite("m", fromRows64([[1e308, 1e308, 1e308]])))))
  })
})

describe("probability", () => {
  it("takes rows that sum to one within the tolerance", () => {
    assert.isUndefined(
      messageOf(() => runSync(checks.probability("p", fromRows([[0.3, 0.7], [1, 0], [0.3334, 0.6669]]))))
    )
  })

  it("refuses logits, negative numbers, and a single class", () => {
    assert.strictEqual(
      messageOf(() => runSync(checks.probability("p", fromRows([[0.5, 0.5], [2, 3]])))),
      "row 1 of p sums to 5, not to 1 (within 0.001); give probabilities, not logits"
    )
    assert.match(
      String(messageOf(() => runSync(checks.probability("p", fromRows([[0.5, 0.502]]))))),
      /^row 0 of p sums to 1\.00/
    )
    assert.match(
      String(messageOf(() => runSync(checks.probability("p", fromRows([[0.5, 0.498]]))))),
      /^row 0 of p sums to 0\.99/
    )
    assert.strictEqual(
      messageOf(() => runSync(checks.probability("p", fromRows([[0.5, 0.5], [1.5, -0.5]])))),
      "p holds -0.5 at row 1, column 1; probabilities are not negative"
    )
    assert.strictEqual(
      messageOf(() => runSync(checks.probability("p", fromRows([[1]])))),
      "p has 1 column; probabilities need at least two classes"
    )
    assert.isString(messageOf(() => runSync(checks.probability("p", fromRows([[Number.NaN, 1]])))))
  })
})

describe("probabilities of any width", () => {
  const spoiled = fc.integer({ min: 2, max: 11 }).chain((cols) =>
    fc.record({ cols: fc.constant(cols), rows: fc.integer({ min: 1, max: 3 }), at: fc.nat(), other: fc.nat() })
  ).map(({ at, cols, other, rows }) => {
    const col = at % cols, row = at % rows
    return { cols, rows, row, col, next: (col + 1 + other % (cols - 1)) % cols }
  })
  const even = (rows: number, cols: number) => Float32Array.from({ length: rows * cols }, () => 1 / cols)

  test.prop([spoiled])("a negative number is told wherever it stands, though the row sums to one", (given) => {
    const { col, cols, next, row, rows } = given, data = even(rows, cols)
    data[row * cols + col] = -0.25
    data[row * cols + next] = 0.25 + 2 / cols
    assert.strictEqual(
      messageOf(() => runSync(checks.probability("p", make(data, rows, cols)))),
      `p holds -0.25 at row ${row}, column ${col}; probabilities are not negative`
    )
  })

  test.prop([spoiled, fc.constantFrom(Number.NaN, Infinity, -Infinity)])(
    "what is no number is told as that, wherever it stands",
    ({ col, cols, row, rows }, value) => {
      const data = even(rows, cols)
      data[row * cols + col] = value
      assert.strictEqual(
        messageOf(() => runSync(checks.probability("p", make(data, rows, cols)))),
        `p holds ${value} at row ${row}, column ${col}; remove the item or repair the value`
      )
    }
  )
})

test.prop([fc.uniqueArray(fc.nat(20))])("positions are copied, in the given order", (list) => {
  assert.deepStrictEqual([...checks.positions("p", list, 21)], list)
})
