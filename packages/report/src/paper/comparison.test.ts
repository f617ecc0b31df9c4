import { assert, describe, it } from "@effect/vitest"
import { experimentOf } from "../../test/experiment.ts"
import { choices, items, loaded, units } from "../../test/made.ts"
import { analyze } from "../analysis.ts"
import { makeGroups } from "../groups.ts"
import { comparisonTable } from "./comparison.ts"
import type { PaperNumber } from "./numbers.ts"

const { units: written } = experimentOf({
  strategies: ["random", "margin"],
  seeds: 1,
  rounds: 3,
  budget: 3,
  pools: { spots: items }
})
const runs = units().map((run) => ({
  ...run,
  unit: written.find(({ unit }) => unit.strategy.name === run.strategy)!.unit
}))
const all = loaded(runs)
const analysis = analyze(all, makeGroups(all, new Map()), choices)
const [view] = analysis.views

const protocol = { initial: 0, budget: 3, rounds: 3, epochs: 1, on: "embedding", resnet: undefined } as const
const number = (of: PaperNumber["of"], value: number, strategy = "random", dataset = "spots"): PaperNumber => ({
  source: "a paper",
  dataset,
  strategy,
  of,
  value,
  protocol
})

describe("comparisonTable", () => {
  it("has the paper's number, ours, and the difference in our standard errors", () => {
    const { rows } = comparisonTable(analysis, view!, [number(6, 0.6), number("final", 0.69), number("aubc", 0.6)])!
    assert.deepStrictEqual(rows.map((row) => row.slice(0, 6)), [
      ["random", "accuracy at 6 labels", "0.6000", "0.6250 ± 0.0076", "+0.0250", "+3.3"],
      ["random", "F-acc", "0.6900", "0.7000 ± 0.0000", "+0.0100", "–"],
      ["random", "AUBC", "0.6000", "0.6125 ± 0.0038", "+0.0125", "+3.3"]
    ])
  })

  it("says where the protocol is another, and which paper it is, once for all rows", () => {
    const other = { ...number("final", 0.6), source: "another paper", protocol: { ...protocol, budget: 9 } }
    const { notes, rows } = comparisonTable(analysis, view!, [number("aubc", 0.6), number("final", 0.6), other])!
    assert.deepStrictEqual(rows.map((row) => row.slice(6)), [
      ["not the same: a", "1"],
      ["not the same: a", "1"],
      ["not the same: b", "2"]
    ])
    assert.deepStrictEqual(notes!.slice(0, 4), [
      "a: not the same protocol: test items taken from the pool",
      "b: not the same protocol: test items taken from the pool; budget 3 for 9",
      "1: a paper",
      "2: another paper"
    ])
  })

  it("has nothing for other data, strategies or numbers of labels", () => {
    assert.isUndefined(
      comparisonTable(analysis, view!, [number("aubc", 0.6, "badge"), number("aubc", 0.6, "random", "mnist")])
    )
    assert.deepStrictEqual(comparisonTable(analysis, view!, [number(1000, 0.6)])!.rows[0]!.slice(3, 6), ["–", "–", "–"])
    assert.isUndefined(comparisonTable(analysis, view!))
  })
})
