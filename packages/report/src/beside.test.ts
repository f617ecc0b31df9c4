import { assert, describe, it } from "@effect/vitest"
import { experimentOf } from "../test/experiment.ts"
import { items, loaded, units } from "../test/made.ts"
import { beside, labelsOf } from "./beside.ts"

const experiment = experimentOf({ strategies: ["random"], seeds: 1, rounds: 1, budget: 1, pools: { spots: items } })

describe("labelsOf", () => {
  it("are the last parts of paths, where these differ", () => {
    assert.deepStrictEqual(labelsOf(["runs/a", "runs/b/"]), ["a", "b"])
    assert.deepStrictEqual(labelsOf(["x/run", "y/run/"]), ["x/run", "y/run"])
  })
})

describe("beside", () => {
  const first = { ...loaded(units()), experiment, remarks: ["it is unfinished"] }
  const second = {
    ...loaded(units().filter(({ strategy }) => strategy === "margin")),
    experiment: { ...experiment, scaled: 0.5 }
  }
  const both = beside([first, second], ["a", "b"])

  it("names each strategy with its side, the sides of a strategy one after the other", () => {
    const names = [...new Set(both.runs.map(({ strategy }) => strategy))]
    assert.deepStrictEqual(names, ["random (a)", "margin (a)", "margin (b)"])
    assert.deepStrictEqual(both.runs.at(-1)!.side, { label: "b", strategy: "margin", number: 1 })
    assert.match(both.runs[0]!.file, /^a\/units/)
  })

  it("says of which side something is, and takes the control of the first", () => {
    assert.deepStrictEqual(both.remarks, ["a: it is unfinished"])
    assert.deepInclude(both.experiment, { name: "a and b", control: "random (a)", scaled: 0.5 })
    assert.strictEqual(both.experiment!.findings.at(-1)!.problem, `b: ${experiment.findings[0]!.problem}`)
  })
})
