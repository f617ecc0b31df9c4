import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../../test/made.ts"
import { classes, recallCurvesOf } from "./classes.ts"

const all = analysis()
const [view] = all.views

describe("classes", () => {
  const { text } = classes(all, view!)

  it("tell the recall of each class, with its error, and nothing for a class without test items", () => {
    assert.include(text, "<th scope=\"row\">random</th><td>0.700 ± 0.000</td><td>1.000 ± 0.000</td><td>–</td>")
    assert.include(text, "<th scope=\"row\">margin, north</th><td>1.000 ± 0.000</td>")
  })

  it("tell the share of each class among the picks, and the imbalance", () => {
    assert.include(text, "<td>33.3</td><td>33.3</td><td>33.3</td><td>1.0</td>")
  })

  it("draw the way of the recall only where there is one, and not for hundreds of classes", () => {
    assert.isDefined(recallCurvesOf(all, view!))
    assert.isUndefined(recallCurvesOf(all, { ...view!, group: { ...view!.group, classes: 100 } }))
    assert.isUndefined(recallCurvesOf(all, { ...view!, group: { ...view!.group, labels: [3] } }))
  })
})
