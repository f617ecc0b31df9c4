import { assert, describe, it } from "@effect/vitest"
import { OutOfRange } from "../Errors.ts"
import { summarizeCurve } from "./curve.ts"
import type { Run } from "./run.ts"

const run = (seed: number, labels: ReadonlyArray<number>, accuracy: ReadonlyArray<number>): Run => ({
  strategy: "margin",
  dataset: "digits",
  seed,
  labels,
  accuracy
})

describe("summarizeCurve", () => {
  it("goes point by point, by hand", () => {
    const found = summarizeCurve([run(0, [10, 20], [0.25, 0.5]), run(1, [10, 20], [0.75, 0.5])])
    assert.deepStrictEqual(found, {
      along: "labels",
      labels: [10, 20],
      points: [{ count: 2, mean: 0.5, standardError: 0.25 }, { count: 2, mean: 0.5, standardError: 0 }]
    })
  })

  it("takes the curve asked for", () => {
    const both = { ...run(0, [10], [0.25]), macroF1: [0.75] }
    assert.strictEqual(summarizeCurve([both], "macroF1").points[0]!.mean, 0.75)
    assert.throws(() => summarizeCurve([both], "balancedAccuracy"), RangeError, "has no balancedAccuracy")
  })

  it("goes along the items asked about where labels differ", () => {
    const asked = [10, 20]
    const found = summarizeCurve([{ ...run(0, [10, 20], [0, 1]), asked }, { ...run(1, [9, 17], [0, 0.5]), asked }])
    assert.deepStrictEqual([found.along, found.labels, found.points[1]!.mean], ["asked", [10, 20], 0.75])
    const byRound = summarizeCurve([run(0, [10, 20], [0, 1]), run(1, [9, 17], [0, 0.5])], "accuracy", "rounds")
    assert.deepStrictEqual([byRound.along, byRound.labels], ["rounds", [0, 1]])
  })

  it("refuses runs with other numbers of labels, and says where they part", () => {
    const [one, other] = [run(0, [10, 20], [0, 0]), run(4, [10, 30], [0, 0])]
    assert.throws(
      () => summarizeCurve([one, other]),
      RangeError,
      "in round 1, margin on digits with seed 4 has 30 labels where margin on digits with seed 0 has 20"
    )
    assert.throws(() => summarizeCurve([]), OutOfRange, "no runs")
  })
})
