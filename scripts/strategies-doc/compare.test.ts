import { assert, describe, it } from "@effect/vitest"
import { Task } from "@marginalia/core"
import type { Doc } from "@marginalia/strategies/describe"
import { comparison, sources } from "./compare.ts"
import { measured, rowsOf } from "./measured.ts"

const page = [
  "| strategy | seeds |  AUBC | Δ random |              t 95% |",
  "| -------- | ----: | ----: | -------: | -----------------: |",
  "| random   |    10 |   0.7 |        – |                  – |",
  "| coreset  |    10 |   0.8 |   +0.100 | \\[+0.050, +0.150\\] |",
  "| entropy  |    10 |   0.6 |   -0.100 | \\[-0.150, -0.050\\] |",
  "",
  "| strategy | seeds |  F1 | Δ random |              t 95% |",
  "| margin   |    10 |   0.8 |   +0.100 | \\[+0.050, +0.150\\] |"
].join("\n")

const doc = (name: string, needs: ReadonlyArray<string>): Doc => ({
  kind: "strategy",
  name,
  summary: "",
  text: "",
  needs,
  tasks: Task.servedBy(needs),
  adds: [],
  changes: [],
  scores: [],
  options: [],
  about: { summary: "", complexity: `O(${name})`, paper: "A 2020" }
})

describe("a page of results", () => {
  it("is read by its first table, by the names of the registry", () => {
    assert.deepStrictEqual(rowsOf(page), [
      { strategy: "kcenter", gain: 0.1, low: 0.05, high: 0.15 },
      { strategy: "entropy", gain: -0.1, low: -0.15, high: -0.05 }
    ])
    assert.deepStrictEqual(rowsOf("no table"), [])
  })

  it("is one of eight: four of each size of budget", () => {
    for (const budget of ["tiny", "small"] as const) {
      const all = measured(budget)
      assert.strictEqual(all.get("typiclust")?.experiments, 4)
      assert.isFalse(all.has("random"))
    }
  })
})

describe("the comparison", () => {
  const docs = [doc("far", ["embedding"]), doc("unsure", ["probability"]), doc("head", ["projection"])]
  const tiny = new Map([
    ["far", { experiments: 4, gain: 0.1, above: 3, below: 1 }],
    ["unsure", { experiments: 4, gain: -0.05, above: 0, below: 0 }]
  ])
  const text = comparison(docs, { tiny, small: new Map(), copies: new Map([["far", 0], ["unsure", 7.5]]) }).join("\n")

  it("says what each needs, what was measured, and nothing of what was not", () => {
    assert.match(text, /\| \[far\]\(far\.md\) +\| works +\| yes +\| any +\| \+0\.100 \(3 above, 1 below\) +\| +\|/)
    assert.match(
      text,
      /\| \[unsure\]\(unsure\.md\) +\| a model first +\| no: 7\.5 of 10 +\| classification +\| −0\.050 \(none told apart\)/
    )
    assert.match(
      text,
      /\| \[head\]\(head\.md\) +\| a model first +\| +\| classification, by a network with MSAL's head/
    )
  })

  it("tells costs and papers", () => {
    assert.match(sources(docs).join("\n"), /\| \[far\]\(far\.md\) +\| O\(far\) +\| A 2020 \|/)
  })
})
