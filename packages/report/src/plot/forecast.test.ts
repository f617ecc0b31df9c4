import { assert, describe, it } from "@effect/vitest"
import { drawForecast } from "./forecast.ts"
import { looksOf } from "./look.ts"

const look = looksOf(["random", "margin"], "random").get("margin")!

describe("drawForecast", () => {
  it("draws dots, the curve, a band beyond them, and where it begins", () => {
    const svg = drawForecast([{
      look,
      measured: [{ labels: 10, accuracy: 0.5 }, { labels: 20, accuracy: 0.7 }],
      curve: [{ labels: 10, accuracy: 0.5 }, { labels: 40, accuracy: 0.8 }],
      ahead: [{ labels: 20, accuracy: 0.7, low: 0.7, high: 0.7 }, { labels: 40, accuracy: 0.8, low: 0.7, high: 0.9 }]
    }], { title: "t", width: 400, height: 300 })
    assert.match(svg, /class="s s1 band"/)
    assert.lengthOf(svg.match(/class="s s1"/g)!, 2)
    assert.include(svg, "stroke-dasharray=\"2,3\"")
    assert.include(svg, "aria-label=\"t\"")
  })
})
