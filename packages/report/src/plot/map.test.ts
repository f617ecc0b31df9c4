import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../../test/made.ts"
import type { Payload } from "../map/shown.ts"
import { mapPlot } from "./map.ts"

const all = analysis()
const pick = (i: number) => ({ i, label: 0, scores: [] })
const payload: Payload = {
  classNames: ["a"],
  layouts: [{ key: "pca", title: "PCA", places: [0, 0, 500, 500, 1000, 1000] }],
  truth: [0, 0, 0],
  ids: ["x", "y", "z"],
  runs: ["margin", "random"].map((strategy) => ({
    strategy,
    seed: 0,
    rounds: [{ labels: 1, picks: [pick(0)] }, { labels: 2, picks: [pick(2)] }]
  }))
}

describe("mapPlot", () => {
  const [name, svg] = mapPlot(all, all.views[0]!, payload)

  it("has a square a strategy, in the order of the strategies", () => {
    assert.strictEqual(name, "spots-map")
    assert.strictEqual(svg.match(/<use href="#pool"/g)!.length, 2)
    assert.isBelow(svg.indexOf(">random<"), svg.indexOf(">margin<"))
  })

  it("has the first round in blue and the last in orange, at their places", () => {
    assert.include(svg, "<path d=\"M0 0h0\" stroke=\"rgb(0,80,157)\"")
    assert.include(svg, "<path d=\"M190 190h0\" stroke=\"rgb(224,90,0)\"")
    assert.include(svg, "M95 95h0")
  })
})
