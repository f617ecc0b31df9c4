import { assert, describe, it } from "@effect/vitest"
import { cellsOf, safeCell } from "./safe-csv.ts"

describe("safeCell", () => {
  it("disarms what a spreadsheet would run", () => {
    for (const text of ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "--1", "-1e"]) {
      assert.strictEqual(safeCell(text), `'${text}`)
      assert.strictEqual(cellsOf(false)(text), text)
    }
  })

  it("leaves numbers and all other texts as they are", () => {
    for (const text of ["-0.5", "+1", "-1e-7", "-.5", "-Infinity", "a=1", "", "'", "img-1", "1-2"]) {
      assert.strictEqual(safeCell(text), text)
      assert.strictEqual(cellsOf(true)(text), text)
    }
  })
})
