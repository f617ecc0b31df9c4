import { assert, describe, it } from "@effect/vitest"
import { csvCell } from "./csv-cell.ts"

describe("csvCell", () => {
  it("leaves what no reader takes apart", () => {
    for (const text of ["", "a b", "a/b.jpg", "3.5", "é", "'"]) assert.strictEqual(csvCell(text), text)
  })

  it("puts quotes around separators of any table, quotes, line breaks and outer spaces", () => {
    for (const text of ["a,b", "a;b", "a\tb", "a\nb", "a\rb", " a", "a "]) {
      assert.strictEqual(csvCell(text), `"${text}"`)
    }
    assert.strictEqual(csvCell("a \"b\""), "\"a \"\"b\"\"\"")
  })
})
