import { assert, describe, it } from "@effect/vitest"
import { choices, items, loaded, units } from "../../test/made.ts"
import { analyze } from "../analysis.ts"
import { makeGroups } from "../groups.ts"
import type { UnitRun } from "../read.ts"
import { errors } from "./errors.ts"

const viewOf = (runs: ReadonlyArray<UnitRun>, found: typeof items | undefined) => {
  const all = loaded(runs)
  return analyze(all, makeGroups(all, new Map(found === undefined ? [] : [["spots", found]])), choices).views[0]!
}

const confused = (run: UnitRun): UnitRun => ({
  ...run,
  rounds: run.rounds.map((round) => ({ ...round, event: { ...round.event, confusion: [9, 1, 0, 0, 10, 0, 4, 0, 6] } }))
})

/** Gray squares, as bright as their number. */
const images = { data: Uint8Array.from({ length: 30 * 16 }, (_, i) => i >> 4), rows: 30, shape: [4, 4, 1] as const }

describe("the errors of a view", () => {
  it("are confusions on test items with their counts, a strategy a panel that can be linked", () => {
    const { text } = errors(viewOf(units().map(confused), undefined), true)!
    assert.include(text, "id=\"errors-spots-margin\"")
    assert.include(text, "on test items, all 6 seeds together")
    assert.include(text, "<th scope=\"row\">2</th><td>24</td><td>0</td><td>36</td>")
    assert.include(text, "<th scope=\"row\">2</th><td>0</td><td>40.0 %</td><td>24 of 60</td>")
    assert.notInclude(text, "class=\"gallery\"")
  })

  it("are those on the items without a label in journals that say no more, with a gallery, and pictures where wanted", () => {
    const wrong = units().map((run) => ({
      ...run,
      rounds: run.rounds.map((round) => ({ ...round, predictions: round.predictions.with(20, 0) as Uint8Array }))
    }))
    const view = viewOf(wrong, { ...items, images })
    const { text } = errors(view, true)!
    assert.include(text, "on items of the pool that have no label")
    assert.include(
      text,
      "<b title=\"spot-20\">spot-20</b>\n<span>south-west, taken for east</span> <span>by 6 of 6 models</span>"
    )
    assert.include(text, "--pictures:url(data:image/png;base64,")
    assert.include(text, "class=\"thumb\"")
    assert.notInclude(errors(view, false)!.text, "class=\"thumb\"")
  })

  it("are none where nothing is known of them", () => {
    assert.isUndefined(errors(viewOf(units(), undefined), true))
  })

  it("have no matrix of many classes, and their mistakes all the same", () => {
    const view = viewOf(units().map(confused), undefined)
    const many = Array.from({ length: 26 }, (_, c) => `class ${c}`)
    const { text } = errors({ ...view, group: { ...view.group, classNames: many } }, true)!
    assert.notInclude(text, "<figure>")
    assert.include(text, "<th scope=\"row\">class 2</th><td>class 0</td>")
  })
})
