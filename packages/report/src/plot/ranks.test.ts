import { assert, describe, it } from "@effect/vitest"
import { looksOf } from "./look.ts"
import { drawRanks } from "./ranks.ts"

const names = ["worst", "best", "second"]
const found = { datasets: 4, alpha: 0.05 as const, ranks: [3, 1.2, 1.8], difference: 1.1, groups: [[1, 2]] }

describe("drawRanks", () => {
  const svg = drawRanks(found, names, looksOf(names, "worst"), { title: "t", width: 500 })

  it("has the best on top", () => {
    const places = ["best", "second", "worst"].map((name) => svg.indexOf(`>${name}</text>`))
    assert.deepStrictEqual(places, places.toSorted((a, b) => a - b))
  })

  it("has a bar for each group, and the critical difference", () => {
    assert.strictEqual(svg.match(/stroke-width="3"/g)!.length, 1)
    assert.include(svg, "critical difference 1.10")
  })
})
