import { assert, describe, it } from "@effect/vitest"
import * as Metrics from "../Metrics.ts"
import { curveOf, fromRounds, measures, type Run } from "./run.ts"

const run: Run = {
  strategy: "margin",
  dataset: "digits",
  seed: 3,
  labels: [10, 20, 40],
  accuracy: [0.5, 0.7, 0.9],
  macroF1: [0.25, 0.5, 0.75]
}

describe("run", () => {
  it("has AUBC and F-acc by hand, for the curve asked for", () => {
    // (10 · 0.6 + 20 · 0.8) / 30; (0.5 / 2 + 0.7 + 0.9 / 2) / 2
    assert.closeTo(measures(run).aubc!, 22 / 30, 1e-15)
    assert.deepStrictEqual([measures(run).aubcDeepAl, measures(run).final], [0.7, 0.9])
    assert.closeTo(measures(run, "macroF1").aubc!, (10 * 0.375 + 20 * 0.625) / 30, 1e-15)
    assert.strictEqual(measures(run, "macroF1").final, 0.75)
  })

  it("has no area for a single round", () => {
    const single = { ...run, labels: [10], accuracy: [0.5] }
    assert.deepStrictEqual(measures(single), { aubc: undefined, aubcDeepAl: undefined, final: 0.5 })
  })

  it("is made of an experiment's rounds, and survives JSON", () => {
    const metrics = (right: number) => Metrics.of(Int32Array.of(0, 0, 1), Int32Array.of(0, right, 1), 2)
    const made = fromRounds({ strategy: "margin", dataset: "digits", seed: 3 }, [
      { labeled: 2, labels: Int32Array.of(1, 1), metrics: metrics(1) },
      { labeled: 3, labels: Int32Array.of(0, -1), metrics: metrics(0) }
    ], 3)
    assert.deepStrictEqual(made, {
      strategy: "margin",
      dataset: "digits",
      seed: 3,
      labels: [2, 3],
      asked: [2, 4],
      accuracy: [2 / 3, 1],
      balancedAccuracy: [0.75, 1],
      macroF1: [2 / 3, 1],
      picked: [[0, 2, 0], [1, 0, 0]]
    })
    assert.deepStrictEqual(JSON.parse(JSON.stringify(made)), made)
  })

  it("is refused by name", () => {
    const refused = (wrong: Run, name: Parameters<typeof curveOf>[1], message: string) =>
      assert.throws(() => curveOf(wrong, name), RangeError, `margin on digits with seed 3 has ${message}`)
    refused(run, "balancedAccuracy", "no balancedAccuracy; compare by another measure")
    refused({ ...run, accuracy: [0.5] }, "accuracy", "1 values of accuracy for 3 rounds")
    refused({ ...run, labels: [], accuracy: [] }, "accuracy", "0 values of accuracy for 0 rounds")
    refused({ ...run, accuracy: [0.5, Number.NaN, 0.7] }, "accuracy", "the accuracy NaN in round 1")
  })
})
