import { assert, describe, it } from "@effect/vitest"
import { Statistics } from "@marginalia/core"
import { drawCurves, drawMaps, seedsOf, table } from "./summary.ts"

const run = (strategy: string, seed: number, accuracy: ReadonlyArray<number>): Statistics.Run => ({
  strategy,
  dataset: "digits",
  seed,
  labels: [10, 20],
  accuracy
})
const runs = [
  run("random", 0, [0.5, 0.6]),
  run("random", 1, [0.4, 0.5]),
  run("supclust", 0, [0.7, 0.8]),
  run("supclust", 1, [0.6, 0.9])
]
const results = { runs, comparison: Statistics.compare(runs, { control: "random" }) }

describe("the summary of the first run", () => {
  it("has a row a strategy, with means over the seeds and the mean gain", () => {
    const [head, first, second] = table(results)
    assert.match(head!, /^labels\s+10\s+20\s+mean gain over random \[95 %\]$/)
    assert.match(first!, /^random\s+0\.45\s+0\.55$/)
    assert.match(second!, /^supclust\s+0\.65\s+0\.85\s+\+0\.250 \[/)
  })

  it("counts the seeds, not the runs", () => assert.strictEqual(seedsOf(results), 2))

  it("says a loss with a minus", () => {
    const comparison = Statistics.compare(runs, { control: "supclust" })
    assert.match(table({ runs, comparison })[1]!, /−0\.250 \[/)
  })

  it("draws the better curve above, with a legend", () => {
    const lines = drawCurves(results, 40, 6)
    assert.isBelow(lines.findIndex((line) => line.includes("S")), lines.findIndex((line) => line.includes("R")))
    assert.match(lines.at(-1)!, /R random {3}S supclust/)
  })

  it("puts two maps side by side", () => {
    const marks = new Map([["random", [{ at: 0, letter: "3" }]], ["supclust", []]])
    const lines = drawMaps(Float32Array.of(0, 0, 1, 1), marks, ["random", "supclust"], 43, 3)
    assert.match(lines[0]!, /^random: 1 picks {8}supclust: 0 picks$/)
    assert.strictEqual(lines[1]!.indexOf("3"), 0)
  })
})
