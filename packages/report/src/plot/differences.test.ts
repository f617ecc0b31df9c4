import { assert, describe, it } from "@effect/vitest"
import { Rng, Statistics } from "@marginalia/core"
import { drawDifferences } from "./differences.ts"
import { looksOf } from "./look.ts"

const looks = looksOf(["random", "a", "b"], "random")
const paired = (by: ReadonlyArray<number>) => Statistics.paired(by, by.map(() => 0), { key: Rng.fromSeed(0) })
const rows = [
  { name: "a", look: looks.get("a")!, paired: paired([-0.2, -0.1]) },
  { name: "b", look: looks.get("b")!, paired: paired([0.1, 0.2]) }
]

describe("drawDifferences", () => {
  const svg = drawDifferences(rows, { title: "t", axis: "difference from random", width: 500 })

  it("has strategies in the order that they have everywhere", () => {
    assert.isBelow(svg.indexOf(">a</text>"), svg.indexOf(">b</text>"))
  })

  it("draws both intervals of each, and where there is no difference", () => {
    assert.strictEqual(svg.match(/stroke-width="1.25"/g)!.length, 2)
    assert.strictEqual(svg.match(/stroke-width="5"/g)!.length, 2)
    assert.include(svg, "stroke-dasharray=\"4,2\"")
  })

  it("draws the mean alone for a single seed", () => {
    const one = drawDifferences([{ ...rows[0]!, paired: paired([0.1]) }], { title: "t", axis: "x", width: 500 })
    assert.notInclude(one, "stroke-width=\"5\"")
  })
})
