import { assert, describe, it } from "@effect/vitest"
import { items, unit } from "../test/made.ts"
import { pointsOf } from "./points.ts"

const run = unit({ strategy: "random", seed: 0, accuracy: [0.5, 0.75] })

describe("pointsOf", () => {
  it("has a row a round, with what the journal says", () => {
    const [first, second] = pointsOf(run)
    assert.deepStrictEqual([first!.labels, second!.labels], [3, 6])
    assert.deepStrictEqual([second!.accuracy, second!.balancedAccuracy, second!.macroF1], [0.75, 0.65, 0.375])
    assert.deepStrictEqual([first!.covered, first!.evenness, first!.imbalance], [3, 1, 1])
    assert.deepStrictEqual([second!.select, second!.train], [20, 2000])
    assert.isUndefined(first!.restError)
  })

  it("tells the error on the rest where the truth is known: the first item is wrong, but labeled", () => {
    assert.deepStrictEqual(pointsOf(run, items.labels).map(({ restError }) => restError), [0, 0])
    const late = { ...run, rounds: [{ ...run.rounds[1]!, event: { ...run.rounds[1]!.event, round: 0 } }] }
    assert.deepStrictEqual(pointsOf(late, items.labels).map(({ restError }) => restError), [1 / 27])
  })

  it("does not count what the oracle declined as labeled", () => {
    const event = { ...run.rounds[0]!.event, labels: [-1, 1, 2] }
    const declined = { ...run, rounds: [{ ...run.rounds[0]!, event }] }
    assert.deepStrictEqual(pointsOf(declined, items.labels).map(({ restError }) => restError), [1 / 28])
  })

  it("tells no error where a label of the pool is unknown", () => {
    assert.isUndefined(pointsOf(run, Int32Array.from(items.labels).fill(-1, 29))[0]!.restError)
  })
})
