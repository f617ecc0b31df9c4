import { assert, describe, it } from "@effect/vitest"
import { Forecast } from "@marginalia/core"
import { loaded, type Sketch, unit, units } from "../test/made.ts"
import { forecastsOf, type StrategyForecast } from "./forecasts.ts"
import { makeGroups } from "./groups.ts"

const curve: Forecast.Curve = { maximum: 0.9, delta: 0.4, alpha: 0.5, beta: 0.8, batch: 3 }
const of = (sketches: ReadonlyArray<Sketch>): ReadonlyArray<StrategyForecast> =>
  forecastsOf(makeGroups(loaded(sketches.map(unit)), new Map())[0]!)

/** Accuracies on the curve after 3, 6, … labels. */
const on = (rounds: number, off = 0): ReadonlyArray<number> =>
  Array.from({ length: rounds }, (_, r) => Forecast.accuracyAt(curve, 3 * (r + 1)) + off)

const [found] = of([{ strategy: "a", seed: 0, accuracy: on(8) }])

describe("what further labels are expected to bring", () => {
  it("is the curve that the accuracies lie on, up to the pool and at most twice the labels", () => {
    assert.deepInclude(found!, { strategy: "a", runs: 1, horizon: 30 })
    assert.strictEqual(of([{ strategy: "a", seed: 0, accuracy: on(5) }])[0]!.horizon, 30)
    const { ahead, last, measured } = found!
    assert.deepStrictEqual([ahead[0]!.labels, ahead.at(-1)!.labels, measured.length], [24, 30, 8])
    assert.closeTo(ahead.at(-1)!.accuracy, Forecast.accuracyAt(curve, 30), 1e-3)
    assert.strictEqual(last, Forecast.accuracyAt(curve, 24))
  })

  it("is held against the past: two thirds of the rounds foretell the last", () => {
    const { expected, measured, rounds } = found!.hindcast!
    assert.deepStrictEqual([rounds, expected.labels, measured], [5, 24, found!.last])
    assert.closeTo(expected.accuracy, measured, 1e-3)
    assert.isUndefined(of([{ strategy: "a", seed: 0, accuracy: on(7) }])[0]!.hindcast)
  })

  it("is a mean over runs, each with all of its rounds", () => {
    const [both] = of([{ strategy: "a", seed: 0, accuracy: on(5, 0.02) }, {
      strategy: "a",
      seed: 1,
      accuracy: on(6, -0.02)
    }])
    assert.deepInclude(both!, { runs: 2 })
    assert.closeTo(both!.measured[4]!.accuracy, on(5)[4]!, 1e-12)
    assert.closeTo(both!.last, on(6, -0.02)[5]!, 1e-12)
  })

  it("is nothing for too few rounds, or where the whole pool has labels", () => {
    const [few] = forecastsOf(makeGroups(loaded(units()), new Map())[0]!)
    assert.deepInclude(few!.found, { _tag: "TooFewPoints", given: 3 })
    assert.deepStrictEqual([few!.ahead, few!.hindcast], [[], undefined])
    const [all] = of([{ strategy: "a", seed: 0, accuracy: on(10) }])
    assert.deepStrictEqual([all!.found._tag, all!.ahead], ["Forecast", []])
  })
})
