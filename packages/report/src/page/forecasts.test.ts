import { assert, describe, it } from "@effect/vitest"
import { loaded, unit } from "../../test/made.ts"
import { analysis, choices } from "../../test/made.ts"
import { analyze } from "../analysis.ts"
import type { StrategyForecast } from "../forecasts.ts"
import { makeGroups } from "../groups.ts"
import { expectations, forecastsDrawn, forecastSentence, forecastsTable } from "./forecasts.ts"

const runs = loaded([
  unit({ strategy: "random", seed: 0, accuracy: [0.3, 0.5, 0.6, 0.66, 0.69] }),
  unit({ strategy: "margin", seed: 0, accuracy: [0.3, 0.5] })
])
const all = analyze(runs, makeGroups(runs, new Map()), choices), [view] = all.views
const [random, margin] = view!.forecasts
const ahead = (low: number): StrategyForecast => ({
  ...random!,
  ahead: [{ labels: 30, accuracy: 0.72, low, high: 0.75 }]
})

describe("the section on what more labels would bring", () => {
  it("says in words what is expected, and where the interval says nothing", () => {
    assert.strictEqual(
      forecastSentence(ahead(0.7), 100),
      "random: 30 labels are expected to bring an accuracy of 0.720 (0.700 to 0.750); 15 brought 0.690."
    )
    assert.include(forecastSentence(ahead(0.69), 30), "30 labels, the whole pool, are")
    assert.include(forecastSentence(ahead(0.69), 30), "it does not say that more labels help")
    assert.strictEqual(
      forecastSentence(margin!, 30),
      "margin: no forecast; a forecast needs points at 5 different numbers of labels; there are 2."
    )
    assert.include(forecastSentence({ ...random!, ahead: [] }, 30), "nothing to expect")
  })

  it("says what the past would have foretold, and to beware where it would have been wrong", () => {
    const past = (measured: number) =>
      forecastSentence({
        ...ahead(0.7),
        hindcast: { rounds: 5, expected: { labels: 15, accuracy: 0.6, low: 0.55, high: 0.65 }, measured }
      }, 100)
    assert.include(
      past(0.65),
      "Its first 5 rounds would have foretold 0.600 (0.550 to 0.650) at 15, where 0.650 was measured."
    )
    assert.include(past(0.651), "outside the interval, so do not rely on it")
  })

  it("has PALM's parameters as a table, and draws those that there are", () => {
    const { head, rows } = forecastsTable(view!)!
    assert.deepStrictEqual(head.slice(1, 5), ["maximum", "δ", "α", "β"])
    assert.match(rows[0]![1] as string, /^0\.\d{3} \(0\.\d{3} to [01]\.\d{3}\)$/)
    assert.deepStrictEqual(rows[1], ["margin", "–", "–", "–", "–", "–", "–"])
    const { wide } = forecastsDrawn(all, view!)!
    assert.include(wide, "bring 1 strategy, with 95 % intervals")
    assert.match(wide, /class="s s0 band"/)
    assert.notInclude(wide, "class=\"s s1\"")
  })

  it("warns of an interval from one run or few; without a forecast there is no drawing", () => {
    assert.include(expectations(all, view!).text, "Of one run it comes from the residuals")
    const none = analysis(), { text } = expectations(none, none.views[0]!)
    assert.notInclude(text, "<svg")
    assert.include(text, "no forecast")
  })
})
