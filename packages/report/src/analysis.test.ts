import { assert, describe, it } from "@effect/vitest"
import { analysis, choices, loaded, unit, units } from "../test/made.ts"
import { analyze } from "./analysis.ts"
import { makeGroups } from "./groups.ts"

describe("analyze", () => {
  it("compares with random by itself, on the area below the curve", () => {
    const { control, ranks, views: [view] } = analysis()
    assert.strictEqual(control, "random")
    const { corrected, paired } = view!.table!.rows[1]!
    assert.isAbove(paired!.difference.mean, 0.01)
    assert.deepStrictEqual([paired!.winRate, corrected], [1, 0.03125])
    assert.isUndefined(ranks)
  })

  it("takes another control, and lets the experiment say which", () => {
    assert.strictEqual(analysis(["spots"], { ...choices, control: "margin" }).control, "margin")
    const all = { ...loaded(units()), experiment: { control: "margin" } as never }
    assert.strictEqual(analyze(all, makeGroups(all, new Map()), choices).control, "margin")
  })

  it("asks how soon the control's last accuracy is reached, unless told what to reach", () => {
    assert.deepStrictEqual(analysis().views[0]!.table!.rows[1]!.reached.map(({ target }) => target), [0.7])
    const { views: [view] } = analysis(["spots"], { ...choices, reach: [0.55, 0.9] })
    const reached = view!.table!.rows[0]!.reached
    assert.deepStrictEqual(reached.map(({ runs, target }) => [target, runs]), [[0.55, 6], [0.9, 0]])
  })

  it("rounds down what is to be reached, so that the control has reached it", () => {
    const all = loaded(["random", "margin"].map((strategy) => unit({ strategy, seed: 0, accuracy: [0.5, 0.7089] })))
    const { views: [view] } = analyze(all, makeGroups(all, new Map()), choices)
    assert.deepStrictEqual(view!.table!.rows[0]!.reached.map(({ runs, target }) => [target, runs]), [[0.7, 1]])
  })

  it("ranks over several data sets", () => {
    const { rankSections, ranks } = analysis(["spots", "digits", "more"])
    assert.deepStrictEqual([ranks!.datasets, ranks!.ranks], [3, [2, 1]])
    assert.strictEqual(rankSections[0]!.heading, "average ranks over 3 data sets")
  })

  it("says why there is no comparison, and goes on with the rest", () => {
    const alone = unit({ strategy: "entropy", seed: 0, dataset: "alone", accuracy: [0.5, 0.6] })
    const all = loaded([...units(), alone])
    const { views } = analyze(all, makeGroups(all, new Map()), choices)
    assert.deepStrictEqual(views.map(({ problem }) => problem), [
      undefined,
      "the control random has no run on alone; name a strategy that has"
    ])
  })

  it("compares the last value where there is a single round", () => {
    const all = loaded(["random", "margin"].map((strategy) => unit({ strategy, seed: 0, accuracy: [0.5] })))
    const { views: [view] } = analyze(all, makeGroups(all, new Map()), choices)
    assert.strictEqual(view!.table!.rows[1]!.paired!.difference.mean, 0)
  })
})
