import { assert, describe, it } from "@effect/vitest"
import { entry, table, wrap } from "./table.ts"

describe("table", () => {
  it("aligns columns by their width on the screen, without spaces at the ends", () => {
    const lines = table([{ title: "id" }, { title: "n", align: "right" }, { title: "x" }], [["é漢", "10", ""], [
      "b",
      "9",
      "y"
    ]])
    assert.deepStrictEqual(lines, ["id    n  x", "é漢  10", "b     9  y"])
  })

  it("shows the headings when there are no rows", () => {
    assert.deepStrictEqual(table([{ title: "a" }, { title: "b" }], []), ["a  b"])
  })
})

describe("wrap", () => {
  it("breaks at spaces and leaves long words whole", () => {
    assert.deepStrictEqual(wrap("aa bb cccccccc d", 5), ["aa bb", "cccccccc", "d"])
  })
})

describe("entry", () => {
  it("puts the text beside the term, or below a long one", () => {
    assert.deepStrictEqual(entry("term", "one two", 6, 10), ["term  one", "      two"])
    assert.deepStrictEqual(entry("longer", "one", 4), ["longer", "    one"])
  })
})
