import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { cellName, cellNumber, shown } from "./cell.ts"

const at = { row: 3, line: 5 }

describe("cellNumber", () => {
  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])("reads every finite number as text", (value) => {
    assert.strictEqual(cellNumber(String(value), true, "x", at), value === 0 ? Number(String(value)) : value)
  })

  it("reads numbers and big integers as they are, and text in the spellings of numbers", () => {
    assert.deepStrictEqual([1.5, 7n].map((value) => cellNumber(value, false, "x", at)), [1.5, 7])
    const texts = ["-1.5", " 2 ", "1e3", ".5", "+4", "0e1"]
    assert.deepStrictEqual(texts.map((value) => cellNumber(value, true, "x", at)), [-1.5, 2, 1000, 0.5, 4, 0])
  })

  it.each(["nan", "NaN", " -inf", "Infinity", "NA", "null", "None"])("refuses %s in words", (text) => {
    const hint = "every value must be a finite number: replace it, or drop the row"
    assert.throws(() => cellNumber(text, true, "x", at), `row 3 (line 5), column "x" holds ${text.trim()}; ${hint}`)
  })

  it("refuses a NaN that is one", () => {
    assert.throws(() => cellNumber(Number.NaN, false, "x", { row: 0 }), "row 0, column \"x\" holds NaN; every value")
    assert.throws(
      () => cellNumber(-Infinity, false, "x", { row: 0 }),
      "row 0, column \"x\" holds -Infinity; every value"
    )
    assert.throws(() => cellNumber("1e999", true, "x", at), "column \"x\" holds \"1e999\", which is not a number")
  })

  it.each(["", "  ", null, undefined])("refuses an empty cell: %j", (value) => {
    const message = "row 3 (line 5), column \"x\" is empty; fill in a number, or drop the row"
    assert.throws(() => cellNumber(value, true, "x", at), message)
  })

  it.each(["cat", "0x1F", "0b11", "1,5", "1 2", true, "[1]"])("refuses %j and says what to do", (value) => {
    const hint =
      "drop the column, name it with `idColumn` if it holds the ids, or name the columns of the vector with `features`"
    assert.throws(
      () => cellNumber(value, true, "name", at),
      `row 3 (line 5), column "name" holds ${shown(value)}, which is not a number; ${hint}`
    )
  })

  it("takes text for a number only where the format has no other way", () => {
    assert.throws(() => cellNumber("1", false, "x", at), "holds \"1\", which is not a number")
  })
})

describe("cellName", () => {
  it("keeps text exactly and writes numbers in decimal digits", () => {
    const names = [" a", "007", 7, 7n, 12345678901234567890n, -0.5, 1e15, true]
    assert.deepStrictEqual(names.map((value) => cellName(value, "id", at)), [
      " a",
      "007",
      "7",
      "7",
      "12345678901234567890",
      "-0.5",
      "1000000000000000",
      "true"
    ])
  })

  it("refuses what would be another id than the one that was meant", () => {
    const where = "row 3 (line 5), column \"id\""
    assert.throws(
      () => cellName(2 ** 53, "id", at),
      `${where} holds a number beyond 2^53, whose last digits are lost; write it as text`
    )
    assert.throws(() => cellName("", "id", at), `${where} is empty; fill it in`)
    assert.throws(() => cellName(null, "id", at), `${where} is empty`)
    assert.throws(() => cellName([1], "id", at), `${where} holds [1]; use text or numbers`)
    assert.throws(() => cellName("caf\uFFFD", "id", at), `${where} is not valid UTF-8; save the file as UTF-8`)
  })
})

describe("shown", () => {
  it("shortens long values", () => {
    assert.strictEqual(shown("a".repeat(100)), `"${"a".repeat(56)}...`)
    assert.strictEqual(shown(5n), "5")
  })
})
