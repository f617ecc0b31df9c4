import { assert, describe, it } from "@effect/vitest"
import { readTotalsLine, totalsLine, totalsOf } from "./totals.ts"

const file = (status: string, ...tests: ReadonlyArray<string>) => ({
  status,
  assertionResults: tests.map((status) => ({ status }))
})

describe("totals", () => {
  it("counts tests by how they went", () => {
    const report = { testResults: [file("passed", "passed", "pending"), file("failed", "passed", "failed", "failed")] }
    assert.deepStrictEqual(totalsOf(report), { passed: 2, failed: 2, skipped: 1 })
  })

  it("counts a file that does not load as one failure", () => {
    assert.deepStrictEqual(totalsOf({ testResults: [file("failed")] }), { passed: 0, failed: 1, skipped: 0 })
  })

  it("is read back from the last line only", () => {
    const totals = { passed: 3, failed: 0, skipped: 0 }
    assert.strictEqual(totalsLine(totals), "3 passed, 0 failed")
    assert.deepStrictEqual(readTotalsLine(`1 passed, 1 failed\n${totalsLine(totals)}\n`), totals)
    assert.deepStrictEqual(readTotalsLine("3 passed, 0 failed, 2 skipped"), { ...totals, skipped: 2 })
    assert.isUndefined(readTotalsLine("3 passed, 0 failed\ndone"))
  })
})
