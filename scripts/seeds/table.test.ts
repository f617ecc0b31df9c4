import { assert, describe as suite, it } from "@effect/vitest"
import type { FileReport } from "./report.ts"
import { describe, table } from "./table.ts"

const files: ReadonlyArray<FileReport> = [
  {
    file: "packages/b/src/x.test.ts",
    message: "",
    seconds: 9,
    tests: [
      { title: "holds", state: "passed", tried: { seeds: 100, computed: 90 }, message: "" },
      {
        title: "fails",
        state: "failed",
        tried: { seeds: 2, computed: 30, again: "MARGINALIA_SEED=9 …" },
        message: "no"
      },
      { title: "plain", state: "passed", tried: {}, message: "" }
    ]
  },
  { file: "scripts/y.test.ts", message: "", seconds: 1, tests: [] },
  {
    file: "packages/a/src/z.test.ts",
    message: "",
    seconds: 1,
    tests: [{ title: "slow", state: "passed", tried: { seeds: 7, computed: 1 }, message: "" }]
  }
]

suite("the table of a run with many seeds", () => {
  it("has a row for each package and one for all", () => {
    assert.strictEqual(
      table(100, files),
      [
        "            files  properties  seeds  runs  computed  failed",
        "packages/a      1           1    100     7     1.0 s       0",
        "packages/b      1           2    100   102   2.0 min       1",
        "scripts         1           0    100     0     0.0 s       0",
        "all             3           3    100   109   2.0 min       1"
      ].join("\n")
    )
  })

  it("comes before the failures, what was left out, and the totals", () => {
    assert.deepStrictEqual(describe({ seeds: 100, first: 7, most: 1 }, files).split("\n").slice(5), [
      "FAILED packages/b/src/x.test.ts: fails",
      "  again: MARGINALIA_SEED=9 …",
      "109 runs of properties, 100 seeds from 7; 1 tests draw nothing and ran once",
      "1 properties took so long that they had fewer seeds; --most 0 gives them all",
      "2 passed, 1 failed"
    ])
  })
})
