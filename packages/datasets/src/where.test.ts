import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { columnsOf, matcher, readWhere, textsOf, type Value, type Where } from "./where.ts"

const read = (text: string): Where => Effect.runSync(readWhere(text))

const columns = ["a", "b c", "d.e-f", "not"] as const
const name = fc.constantFrom(...columns)
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, "", "x", "X", "\"", "it's", "a\\b", "true", 0, 1, -1.5, 1e-7, 2),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string()
)
const sign = fc.constantFrom("==", "!=", "<", "<=", ">", ">=")

const { where } = fc.letrec<{ where: Where; leaf: Where }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(name, sign, value).map(([column, sign, value]) => ({
      _tag: "Compare",
      column,
      sign: value === null && sign !== "!=" ? "==" : sign,
      value
    } as Where)),
    fc.tuple(name, fc.array(value, { minLength: 1, maxLength: 3 })).map(([column, values]): Where => ({
      _tag: "In",
      column,
      values
    }))
  ),
  where: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    tie("where").map((of): Where => ({ _tag: "Not", of })),
    fc.tuple(fc.constantFrom("And", "Or"), fc.array(tie("where"), { minLength: 2, maxLength: 3 })).map(
      ([_tag, of]) => ({ _tag, of } as Where)
    )
  )
}))

/** Whole numbers beyond what numbers keep are written with an exponent: in digits they would be ids. */
const printNumber = (value: number): string =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value)

const printValue = (value: Value): string =>
  typeof value === "number"
    ? printNumber(value)
    : typeof value === "string"
    ? `"${value.replaceAll(/["\\]/g, "\\$&")}"`
    : String(value)

const printColumn = (column: string): string => /^[\w.-]+$/.test(column) && column !== "not" ? column : `\`${column}\``

/** With all parentheses, and `space` between the words. */
const print = (one: Where, space: string): string => {
  switch (one._tag) {
    case "And":
    case "Or":
      return one.of.map((part) => `(${print(part, space)})`).join(`${space}${one._tag.toLowerCase()}${space}`)
    case "Not":
      return `not${space}(${print(one.of, space)})`
    case "Compare":
      return `${printColumn(one.column)}${space}${one.sign}${space}${printValue(one.value)}`
    case "In":
      return `${printColumn(one.column)}${space}in${space}(${one.values.map(printValue).join(`,${space}`)})`
  }
}

/** An independent reading of what a condition means, of one row. */
const means = (one: Where, row: { readonly [column: string]: string }): boolean => {
  const equal = (cell: string, value: Value) =>
    value === null ? cell === "" : cell !== "" && (typeof value === "number" ? Number(cell) === value : cell === value)
  switch (one._tag) {
    case "And":
      return !one.of.some((part) => !means(part, row))
    case "Or":
      return one.of.some((part) => means(part, row))
    case "Not":
      return !means(one.of, row)
    case "In":
      return one.values.some((value) => equal(row[one.column]!, value))
    case "Compare": {
      const cell = row[one.column]!, { sign, value } = one
      if (sign === "==") return equal(cell, value)
      if (sign === "!=") return !equal(cell, value)
      if (cell === "" || value === null) return false
      const [a, b] = typeof value === "number" ? [Number(cell), value] : [cell, value]
      return sign === "<" ? a < b : sign === "<=" ? a <= b : sign === ">" ? a > b : a >= b
    }
  }
}

const cell = fc.constantFrom("", "0", "1", "2", "-1.5", "1e-7", "007", " ")

describe("a condition", () => {
  test.prop([where, fc.constantFrom(" ", "\t", "\n  ")])("is read as it is written", (one, space) => {
    assert.deepStrictEqual(read(print(one, space)), one)
  })

  test.prop([where, fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 8 })])(
    "holds of the rows that it means",
    (one, rows) => {
      const table = new Map(columns.map((column, i) => [column, rows.map((row) => row[i]!)]))
      const holds = matcher(one, table)
      rows.forEach((row, i) => {
        assert.strictEqual(holds(i), means(one, Object.fromEntries(columns.map((column, at) => [column, row[at]!]))))
      })
    }
  )

  it("binds not before and, and before or, and takes = for ==", () => {
    assert.deepStrictEqual(
      read("a = 1 or not a == 2 and `b c` != 'x'"),
      read("(a == 1) or ((not (a == 2)) and (`b c` != \"x\"))")
    )
    assert.deepStrictEqual(read("a NOT IN (1, 2)"), read("not a in (1,2)"))
  })

  it("tells its columns, and which of them hold texts", () => {
    const one = read("a > 1 and (b in (\"x\", 1) or not a == 2) and c == null and d != true")
    assert.deepStrictEqual([columnsOf(one), textsOf(one)], [["a", "b", "c", "d"], ["b", "d"]])
  })

  it("puts texts in order, so dates as well, and an empty cell nowhere", () => {
    const table = new Map([["day", ["2026-01-31", "2026-02-01", ""]]])
    const of = (text: string) => [0, 1, 2].filter(matcher(read(text), table))
    assert.deepStrictEqual(of("day < \"2026-02\""), [0])
    assert.deepStrictEqual(of("day != \"2026-01-31\""), [1, 2])
    assert.deepStrictEqual([of("day >= \"\""), of("day == \"\""), of("day == null")], [[0, 1], [], [2]])
  })
})

describe("a text that is no condition", () => {
  it.each([
    ["", "its end", "write a column's name"],
    ["a", "its end", "write ==, !="],
    ["a == ", "its end", "write a number, a text in quotes"],
    ["a == b", "character 6, \"b\"", "write a number, a text in quotes"],
    ["a == 1 b == 2", "character 8", "write and, or, or nothing more"],
    ["a == \"x", "character 6", "write a column, a comparison and a value"],
    ["(a == 1", "its end", "write ) here"],
    ["a in 1", "character 6", "write ( here"],
    ["a in ()", "character 7", "write a number"],
    ["a < null", "character 5", "compare null by == or !="],
    ["and == 1", "character 1", "write a column's name"],
    ["1 == a", "character 1", "write a column's name"],
    ["a == 1; process.exit()", "character 7", "write a column"],
    ["a == 1x", "character 6", "write a column"],
    [`${"(".repeat(500)}a == 1${")".repeat(500)}`, "character 101", "nest at most 100 deep"]
  ])("%s is refused at the place", (text, place, expected) => {
    const { message, reason } = Effect.runSync(Effect.flip(readWhere(text)))
    assert.strictEqual(reason, "Value")
    assert.include(message, `cannot be read at ${place}`)
    assert.include(message, expected)
  })

  it("takes no id for a number that has fewer digits", () => {
    const cells = new Map([["patient", ["1234567890123456788", "1234567890123456789", "7"]]])
    const rows = (text: string) => [0, 1, 2].filter(matcher(Effect.runSync(readWhere(text)), cells))
    assert.deepStrictEqual(rows("patient == \"1234567890123456789\""), [1])
    assert.deepStrictEqual(rows("patient == 7"), [2])
    assert.deepStrictEqual(rows("patient > 9007199254740991"), [0, 1])
    for (const text of ["patient == 1234567890123456789", "patient in (7, -9007199254740992)"]) {
      const { message } = Effect.runSync(Effect.flip(readWhere(text)))
      assert.match(message, /write -?\d+ in quotes, or with an exponent: it has more digits than a number keeps/)
    }
  })
})
