import { assert, describe, it } from "vitest"
import { cellText, fieldsOf, MOST_FIELDS } from "./fields.ts"

describe("cells", () => {
  it.each([
    ["<i>as it is</i>", "<i>as it is</i>"],
    [null, ""],
    [0.1 + 0.2, "0.3"],
    [12345678, "12345678"],
    [12n, "12"],
    [true, "true"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [Uint8Array.of(1, 2), "2 bytes"],
    [Float32Array.of(0.5, 1), "0.5, 1"],
    [Array.from({ length: 100 }, (_, i) => i), "0, 1, 2, 3, 4, 5, 6, 7, … (100)"],
    [{ a: 1n, b: [1] }, `{"a":"1","b":[1]}`]
  ])("%s", (value, expected) => assert.strictEqual(cellText(value), expected))

  it("are cut where they are no texts, and endless", () => {
    assert.strictEqual(cellText({ a: "x".repeat(9999) }).length, 401)
    assert.strictEqual(cellText("x".repeat(9999)).length, 9999)
  })
})

describe("a card", () => {
  it("has the cells that hold something, in their order, and says how many more there are", () => {
    assert.deepStrictEqual(fieldsOf(["a", "b", "c"], [2, 0, 1], (place) => ["x", " ", 0][place]), [
      { name: "c", value: "0" },
      { name: "a", value: "x" }
    ])
    const names = Array.from({ length: 100 }, (_, i) => `n${i}`)
    const card = fieldsOf(names, [...names.keys()], (place) => place)
    assert.strictEqual(card.length, MOST_FIELDS + 1)
    assert.deepStrictEqual(card.at(-1), { name: "…", value: `${100 - MOST_FIELDS} more` })
  })
})
