import { assert, describe, it } from "@effect/vitest"
import { looksOf } from "./look.ts"
import { drawSmall } from "./small.ts"

const point = (mean: number) => ({ count: 1, mean, standardError: undefined })
const series = [...looksOf(["random", "margin"], "random").values()].map((look) => ({
  look,
  panels: [[point(0), point(1)], [point(1), undefined], [point(0.5), point(0.25)]]
}))

describe("drawSmall", () => {
  const svg = drawSmall(series, ["cat", "dog", "owl"], [10, 20], { title: "t", axis: "recall", width: 400, across: 2 })

  it("has a named panel for each, row by row", () => {
    for (const name of ["cat", "dog", "owl"]) assert.include(svg, `>${name}</text>`)
    assert.match(svg, /viewBox="0 0 400 290"/)
  })

  it("has a line of each strategy in each panel", () => {
    for (const name of ["s s0", "s s1"]) assert.strictEqual(svg.split(`class="${name}"`).length - 1, 3, name)
    assert.strictEqual(svg.match(/<path d="M[\d.]+,[\d.]+L[\d.]+,[\d.]+" ?\/?>/g)!.length, 4)
  })
})
