import { assert, describe, it } from "@effect/vitest"
import { Stopping } from "@marginalia/core"
import { loaded, unit, units } from "../test/made.ts"
import { makeGroups } from "./groups.ts"
import { stopsOf } from "./stops.ts"

const groupOf = (runs: ReturnType<typeof units>) => makeGroups(loaded(runs), new Map())[0]!
const short = { ...unit({ strategy: "random", seed: 0, accuracy: [0.5, 0.6] }), stopped: "budget(6)" }
const long = unit({ strategy: "margin", seed: 0, accuracy: [0.5, 0.6, 0.7, 0.8, 0.9] })

describe("where runs stop", () => {
  it("is where they did, and where criteria that need no number would have stopped them", () => {
    const found = stopsOf(groupOf(units()))
    assert.deepStrictEqual(found.map(({ criterion, did, marks }) => [criterion, did, marks.length]), [
      ["stabilizing-predictions(0.99)", false, 0],
      ["classification-change(0)", false, 12],
      ["delta-f(0.005)", false, 0]
    ])
    assert.deepStrictEqual(found[1]!.marks[2], { strategy: "random", seed: 1, round: 1, at: 6, accuracy: 0.61 })
    assert.deepStrictEqual(
      found[1]!.rows.map(({ runs, saved, stopped, strategy }) => [strategy, runs, stopped, saved]),
      [
        ["random", 6, 6, 3],
        ["margin", 6, 6, 3]
      ]
    )
  })

  it("is looked for in all rounds of a run, not in those alone that all runs have", () => {
    const [did, would] = stopsOf(groupOf([short, long]), [Stopping.budget({ labels: 12 })])
    assert.deepStrictEqual(did, {
      criterion: "budget(6)",
      did: true,
      marks: [{ strategy: "random", seed: 0, round: 1, at: 6, accuracy: 0.6 }],
      rows: []
    })
    assert.deepStrictEqual(would!.marks, [{ strategy: "margin", seed: 0, round: 3, at: 12, accuracy: 0.8 }])
    assert.deepStrictEqual(would!.rows.map(({ labels, saved }) => [labels, saved]), [[6, 0], [12, 3]])
  })

  it("asks for the uncertainty only where every round has it", () => {
    const sure = [short, long].map((run) => ({
      ...run,
      rounds: run.rounds.map((round) => ({ ...round, event: { ...round.event, uncertainty: 0.01 } }))
    }))
    const named = (runs: ReturnType<typeof units>) => stopsOf(groupOf(runs)).map(({ criterion }) => criterion)
    assert.include(named(sure), "overall-uncertainty(0.05)")
    assert.notInclude(named([sure[0]!, long]), "overall-uncertainty(0.05)")
  })
})
