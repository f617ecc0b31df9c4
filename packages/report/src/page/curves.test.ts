import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../../test/made.ts"
import { learningMeasures } from "../series.ts"
import { drawMeasure, learningCurves, legend, measureTable, pickCurves } from "./curves.ts"

const all = analysis()
const [view] = all.views

describe("curves", () => {
  it("have a panel for each measure that is known", () => {
    const { text } = learningCurves(all, view!)
    for (const { title } of learningMeasures) assert.include(text, `>${title}</button>`)
    assert.include(text, "Error on the unlabeled rest on spots, over the unlabeled items of the pool")
    const blind = {
      ...view!,
      group: {
        ...view!.group,
        runs: view!.group.runs.map((run) => ({
          ...run,
          points: run.points.map((point) => ({ ...point, restError: undefined }))
        }))
      }
    }
    assert.notInclude(learningCurves(all, blind).text, "error on the unlabeled rest")
  })

  it("have their numbers as a table, by number of labels", () => {
    const { head, rows } = measureTable(view!, learningMeasures[0]!)
    assert.deepStrictEqual(head, ["strategy", "3", "6", "9"])
    assert.deepStrictEqual(rows[0], ["random", "0.5000 ± 0.0000", "0.6250 ± 0.0076", "0.7000 ± 0.0000"])
  })

  it("are drawn for screens with names, for phones without", () => {
    const { narrow, wide } = drawMeasure(all, view!, learningMeasures[0]!)
    assert.include(wide, ">margin</text>")
    assert.notInclude(narrow, ">margin</text>")
    assert.match(narrow, /viewBox="0 0 358 /)
  })

  it("have a legend in the order that strategies have everywhere", () => {
    const order = (text: string) => [...text.matchAll(/data-series="(s\d)"/g)].map(([, series]) => series)
    assert.deepStrictEqual(order(legend(all, view!).text), ["s0", "s1"])
  })

  it("tell what was picked", () => {
    assert.include(pickCurves(all, view!).text, "Classes picked from on spots, over all picks so far")
  })
})
