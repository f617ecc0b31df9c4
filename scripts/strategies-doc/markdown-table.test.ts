import { assert, describe, it } from "@effect/vitest"
import { markdownTable } from "./markdown-table.ts"

describe("markdownTable", () => {
  it("pads its cells, and escapes bars", () => {
    assert.deepStrictEqual(markdownTable(["a", ""], [["x|y", "β"], ["long cell", ""]]), [
      "| a         |     |",
      "| --------- | --- |",
      "| x\\|y      | β   |",
      "| long cell |     |"
    ])
  })
})
