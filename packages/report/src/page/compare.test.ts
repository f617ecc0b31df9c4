import { assert, describe, it } from "@effect/vitest"
import { analysis, choices, loaded, unit, units } from "../../test/made.ts"
import { analyze } from "../analysis.ts"
import { makeGroups } from "../groups.ts"
import { comparison, differencesOf, pairedTable, ranksOf, rankView, reachTable, verdict } from "./compare.ts"

const all = analysis()
const [view] = all.views

const of = (runs: ReturnType<typeof units>) => {
  const every = loaded(runs)
  return analyze(every, makeGroups(every, new Map()), choices)
}

describe("compare", () => {
  it("has the paired numbers in one table and the labels needed in another", () => {
    const [section] = view!.sections
    assert.deepStrictEqual(pairedTable(section!).head, [
      "strategy",
      "seeds",
      "AUBC",
      "F-acc",
      "Δ random",
      "t 95%",
      "bootstrap 95%",
      "wins",
      "p",
      "p (Holm)"
    ])
    assert.deepStrictEqual(reachTable(section!)!.head, ["strategy", "labels to 0.7"])
  })

  it("says who is better and who is worse", () => {
    assert.strictEqual(
      verdict(all, view!),
      "At 5 %, after Holm's correction: margin is better than random, and none is worse."
    )
    const turned = analysis(["spots"], { ...choices, control: "margin" })
    assert.match(verdict(turned, turned.views[0]!)!, /none is better than margin, and random is worse\.$/)
  })

  it("says when there are too few seeds for a test", () => {
    const few = of(units().filter(({ seed }) => seed < 5))
    assert.match(verdict(few, few.views[0]!)!, /too few seeds/)
  })

  it("says when no p can be small enough", () => {
    const seeds = [0, 1, 2, 3, 4, 5]
    const runs = ["random", "a", "b"].flatMap((strategy, s) =>
      seeds.map((seed) => unit({ strategy, seed, accuracy: [0.5, 0.6 + s / 10 + seed / 100] }))
    )
    const three = of(runs)
    assert.match(verdict(three, three.views[0]!)!, /With 6 seeds and 2 comparisons no p can fall below 0\.063/)
  })

  it("draws the differences, where something is paired", () => {
    assert.include(differencesOf(all, view!)!.wide, "difference from random, AUBC of accuracy")
    const alone = of(units().filter(({ strategy }) => strategy === "random"))
    assert.isUndefined(differencesOf(alone, alone.views[0]!))
  })

  it("says why there is no comparison", () => {
    const lost = of([
      unit({ strategy: "random", seed: 0, accuracy: [0.5] }),
      unit({ strategy: "margin", seed: 0, accuracy: [0.5], dataset: "b" })
    ])
    assert.include(comparison(lost, lost.views[1]!).text, "Not compared: the control random has no run on b")
  })

  it("ranks where there are several data sets", () => {
    assert.isUndefined(ranksOf(all))
    const two = analysis(["spots", "more"])
    assert.include(rankView(two)!.text, "Average ranks over data sets")
  })
})
