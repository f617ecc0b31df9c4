import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../test/made.ts"
import { plotsOf } from "./plots.ts"

describe("plotsOf", () => {
  it("has every drawing of the page as a file that stands alone and is small", () => {
    const plots = plotsOf(analysis(["spots", "more"]))
    const names = [
      "accuracy",
      "balancedAccuracy",
      "macroF1",
      "restError",
      "covered",
      "evenness",
      "stop-classification-change-0",
      "differences",
      "recall",
      "recall-curves",
      "shares",
      "confusion-random",
      "confusion-margin"
    ]
    assert.deepStrictEqual([...plots.keys()], [
      ...["spots", "more"].flatMap((data) => names.map((name) => `${data}-${name}`)),
      "ranks"
    ])
    for (const [name, svg] of plots) {
      assert.match(svg, /^<svg xmlns=/, name)
      assert.isBelow(svg.length, 40_000, name)
    }
  })
})
