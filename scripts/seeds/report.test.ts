import { assert, describe, it } from "@effect/vitest"
import { describeFailure, type FileReport, type TestReport, together } from "./report.ts"

const test = (title: string, more: Partial<TestReport> = {}): TestReport => ({
  title,
  state: "passed",
  tried: {},
  message: "",
  ...more
})

const files: ReadonlyArray<FileReport> = [
  {
    file: "a.test.ts",
    message: "",
    seconds: 9,
    tests: [
      test("holds", { tried: { seeds: 5, computed: 1.5 } }),
      test("holds, slowly", { tried: { seeds: 4, computed: 6 } }),
      test("plain"),
      test("later", { state: "skipped" }),
      test("fails", {
        state: "failed",
        message: `Property failed\n{ seed: 9, path: "1:0", endOnFailure: true }`,
        tried: { seeds: 2, again: "MARGINALIA_SEED=9 npm test" }
      }),
      test("plain too", { state: "failed", message: "no such thing\nat x" }),
      test("slow", {
        state: "failed",
        message: "Test timed out in 9ms.\nIf this is",
        tried: { seeds: 1, again: "MARGINALIA_SEED=8 npm test" }
      })
    ]
  },
  { file: "b.test.ts", message: "it does not load\nat y", seconds: 0, tests: [] }
]

describe("the report of many seeds", () => {
  const found = together(5, files)

  it("counts properties that hold, and tests that draw nothing", () => {
    assert.deepStrictEqual(
      [found.files, found.held, found.fewer, found.once, found.runs, found.computed],
      [2, 2, 1, 1, 12, 7.5]
    )
  })

  it("tells each failure: file, test, path and command, or the message where that says more", () => {
    assert.deepStrictEqual(found.failures.map(describeFailure), [
      `FAILED a.test.ts: fails\n  path: 1:0\n  again: MARGINALIA_SEED=9 npm test`,
      "FAILED a.test.ts: plain too\n  no such thing",
      "TOO LONG a.test.ts: slow\n  Test timed out in 9ms.\n  again: MARGINALIA_SEED=8 npm test",
      "FAILED b.test.ts: (the file)\n  it does not load"
    ])
  })
})
