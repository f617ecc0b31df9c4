import { assert, describe, it } from "@effect/vitest"
import { judge, type Outcome } from "./cells.ts"

const outcome = (variant: string, threads: number, picks: string, bits = picks, kind: Outcome["kind"] = "picked") =>
  ({ way: { variant, threads }, kind, picks, bits }) satisfies Outcome

describe("a cell of the matrix", () => {
  it("holds where every way gives the same", () => {
    assert.strictEqual(judge([outcome("simd", 1, "4 2"), outcome("simd", 2, "4 2")], true), "same")
    const refused = [1, 2].map((threads) => outcome("simd", threads, "k is 9", "k is 9", "refused"))
    assert.strictEqual(judge(refused, true), "refused")
  })

  it("depends on threads where picks or bits differ within a build", () => {
    assert.strictEqual(judge([outcome("simd", 1, "4 2"), outcome("simd", 3, "4 1")], false), "threads")
    assert.strictEqual(judge([outcome("simd", 1, "4 2", "a"), outcome("simd", 3, "4 2", "b")], false), "threads")
    const later = [outcome("typescript", 1, "4 2"), outcome("simd", 1, "4 2"), outcome("simd", 8, "4 2", "c")]
    assert.strictEqual(judge(later, false), "threads")
  })

  it("depends on the build where picks differ without ties; the last bits may", () => {
    const bits = [outcome("simd", 1, "4 2", "a"), outcome("typescript", 1, "4 2", "b")]
    assert.strictEqual(judge(bits, true), "same")
    const picks = [outcome("simd", 1, "4 2"), outcome("typescript", 1, "4 1")]
    assert.deepStrictEqual([judge(picks, true), judge(picks, false)], ["variants", "same"])
    const one = [outcome("simd", 1, "4 2"), outcome("typescript", 1, "no", "no", "refused")]
    assert.strictEqual(judge(one, false), "variants")
  })

  it("breaks where something dies", () => {
    assert.strictEqual(judge([outcome("simd", 1, "oh", "oh", "broken")], true), "broken")
  })
})
