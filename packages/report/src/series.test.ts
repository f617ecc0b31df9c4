import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../test/made.ts"
import { isKnown, lastOf, lastRecall, learningMeasures, measureCurve, pickedShares, summaryOf } from "./series.ts"

const { views: [view] } = analysis()
const { group, series } = view!
const [accuracy] = learningMeasures

describe("series", () => {
  it("are one a strategy, with mean curves over seeds", () => {
    assert.deepStrictEqual(series.map(({ runs, strategy }) => [strategy, runs.length]), [["random", 6], ["margin", 6]])
    const curve = measureCurve(series[0]!, accuracy!)
    assert.deepStrictEqual(curve.map((point) => Number(point!.mean.toFixed(6))), [0.5, 0.625, 0.7])
    assert.closeTo(curve[1]!.standardError!, Math.sqrt(0.00035 / 6), 1e-12)
    assert.closeTo(lastOf(series[1]!, accuracy!)!.mean, 0.75, 1e-12)
  })

  it("leave classes out that the test items lack", () => {
    assert.deepStrictEqual(lastRecall(series[0]!, 3).map((value) => value?.mean.toFixed(2)), [
      "0.70",
      "1.00",
      undefined
    ])
  })

  it("tell the share of each class among the picks", () => {
    assert.deepStrictEqual(pickedShares(series[0]!, 3), [1 / 3, 1 / 3, 1 / 3])
    assert.deepStrictEqual(pickedShares({ ...series[0]!, runs: [] }, 2), [0, 0])
  })

  it("know which measures there are", () => {
    assert.isTrue(isKnown(group, learningMeasures[3]!))
    const points = group.runs[0]!.points.map((point) => ({ ...point, restError: undefined }))
    assert.isFalse(isKnown({ ...group, runs: [{ ...group.runs[0]!, points }] }, learningMeasures[3]!))
  })

  it("summarize what is finite", () => {
    assert.deepStrictEqual(summaryOf([1, undefined, Number.NaN, 3, Infinity])!.mean, 2)
    assert.isUndefined(summaryOf([Number.NaN]))
  })
})
