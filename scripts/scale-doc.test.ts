import { assert, describe, it } from "@effect/vitest"
import { strategyPlaces } from "@marginalia/experiments/selection/places"
import { page, reasons, text } from "./scale-doc.ts"
import { textOf } from "./sources.ts"

describe("docs/scale.md", () => {
  it("says of each strategy what it does within a memory", () => {
    assert.isTrue(textOf(page) === text(textOf(page)), "run: node scripts/scale-doc.ts")
    const places = strategyPlaces()
    for (const { name } of places) assert.include(textOf(page), `| \`${name}\` `)
    assert.deepStrictEqual([...new Set(places.map(({ place }) => place))].sort(), ["columns", "file", "memory"])
  })

  it("says why a part takes all vectors into memory, of these parts and no others", () => {
    const named = new Set(strategyPlaces().flatMap(({ parts }) => parts))
    // The one that takes other vectors by default, and those where it is asked.
    assert.deepStrictEqual(Object.keys(reasons).sort(), [...named, "forward-backward"].sort())
  })
})
