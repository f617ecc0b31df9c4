import { assert, describe, it } from "@effect/vitest"
import { describeFailure, readReport, type Report } from "./report.ts"

const report: Report = {
  testResults: [
    {
      name: "/repo/a.test.ts",
      status: "failed",
      assertionResults: [
        { status: "passed", fullName: "holds", meta: { seeds: 5 } },
        { status: "passed", fullName: "holds, slowly", meta: { seeds: 4 } },
        { status: "passed", fullName: "plain", meta: {} },
        { status: "skipped", fullName: "later" },
        {
          status: "failed",
          fullName: "fails",
          failureMessages: [`Property failed\n{ seed: 9, path: "1:0", endOnFailure: true }`],
          meta: { seeds: 2, again: "MARGINALIA_SEED=9 npm test" }
        },
        { status: "failed", fullName: "plain too", failureMessages: ["no such thing\nat x"] }
      ]
    },
    { name: "/repo/b.test.ts", status: "failed", message: "it does not load", assertionResults: [] }
  ]
}

describe("the report of many seeds", () => {
  const found = readReport(5, report, (path) => path.replace("/repo/", ""))

  it("counts properties that hold, and tests that draw nothing", () => {
    assert.deepStrictEqual([found.held, found.fewer, found.once, found.runs], [2, 1, 1, 11])
  })

  it("tells each failure: file, test, path and command, or the message where nothing is drawn", () => {
    assert.deepStrictEqual(found.failures.map(describeFailure), [
      `FAILED a.test.ts: fails\n  path: 1:0\n  again: MARGINALIA_SEED=9 npm test`,
      "FAILED a.test.ts: plain too\n  no such thing",
      "FAILED b.test.ts: cannot be loaded\n  it does not load"
    ])
  })
})
