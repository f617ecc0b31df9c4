import { assert, describe, it } from "@effect/vitest"
import { Stopping } from "@marginalia/core"
import { analysis, choices } from "../../test/made.ts"
import { drawStops, stopping, stopsSentence, stopsTable } from "./stops.ts"

const all = analysis(["spots"], { ...choices, stop: [Stopping.budget({ labels: 6 }), Stopping.budget({ labels: 90 })] })
const [view] = all.views
const [six, never] = view!.stops
const did = { criterion: "budget(6)", did: true, marks: six!.marks, rows: [] }

describe("the section on when to stop", () => {
  it("says what a criterion would have saved and lost", () => {
    assert.strictEqual(
      stopsSentence(view!, six!),
      "budget(6) would have stopped 12 of 12 runs before their end and, by strategy, saved 3 labels a run at a loss of " +
        "0.0750 to 0.0972 accuracy, at most 0.1250 in one run."
    )
    assert.strictEqual(stopsSentence(view!, never!), "budget(90) would have stopped none of 12 runs before its end.")
    assert.include(
      stopsSentence(view!, did),
      "budget(6) stopped 12 of 12 runs. How they would have gone on, nobody knows."
    )
  })

  it("has its numbers as a table, but of runs that did stop", () => {
    const { rows } = stopsTable(view!, six!)!
    assert.deepStrictEqual(rows[0], ["random", "6 of 6", "6.0", "0", "3.0", "0.6250", "0.0750 ± 0.0076", "0.1000"])
    assert.isUndefined(stopsTable(view!, did))
  })

  it("marks every run on the curves, and says so to those who do not see them", () => {
    const marks = (svg: string) =>
      svg.match(/stroke-opacity="0.75"[^>]*>(.*?)<\/g>/g)?.join("").match(/<(circle|path)/g)
    assert.lengthOf(marks(drawStops(all, view!, six!).wide)!, 12)
    assert.isUndefined(marks(drawStops(all, view!, never!).wide))
    assert.include(drawStops(all, view!, six!).wide, "where budget(6) would have stopped 12 of 12 runs")
    assert.include(drawStops(all, view!, did).narrow, "where budget(6) stopped 12 of 12 runs")
  })

  it("switches between criteria, and has none for a single round", () => {
    assert.include(stopping(all, view!).text, ">budget(90)</button>")
    assert.include(
      stopping(all, { ...view!, group: { ...view!.group, labels: [3] } }).text,
      "nothing could have stopped"
    )
  })
})
