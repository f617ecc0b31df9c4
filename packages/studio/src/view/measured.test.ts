import { assert, describe, it } from "@effect/vitest"
import { modelFor, trainedFor } from "../../test/models.ts"
import { after, label, merge, says } from "../../test/sessions.ts"
import type { Trained } from "../session/event.ts"
import type { Session } from "../session/session.ts"
import { measuredOf } from "./measured.ts"

const trains = (session: Session, trained: Trained) => session.apply({ seq: session.seq() + 1, at: 0, event: trained })

/** Half of 20 items are held out; of these the first four are labeled cat, dog, cat, dog, and two items to train on. */
const base = () => {
  const order = [...after([], { measure: 0.5 }).heldOut.order]
  const rest = Array.from({ length: 20 }, (_, i) => i).filter((item) => !order.includes(item))
  const acts = [
    ...order.slice(0, 4).map((item, i) => says("anna", item, label(i % 2))),
    says("anna", rest[0]!, label(1)),
    says("anna", rest[1]!, label(1))
  ]
  return { order, acts, rest }
}

/** A model that says cat of all but the items `dogs`. */
const catsBut = (dogs: ReadonlyArray<number>) =>
  modelFor(Array.from({ length: 20 }, (_, item) => (dogs.includes(item) ? [0.3, 0.7] : [0.6, 0.4])), [0, 1])

describe("measuredOf", () => {
  it("counts held-out labels alone: training labels say nothing", () => {
    const { acts, order } = base(), session = after(acts, { measure: 0.5 })
    const { accuracy, balancedAccuracy, items } = measuredOf(session, catsBut([order[1]!]))
    assert.strictEqual(items, 4)
    assert.deepStrictEqual([accuracy?.value, balancedAccuracy?.value], [0.75, 0.75])
    assert.isBelow(accuracy!.low, 0.4)
    assert.isAbove(accuracy!.high, 0.9)
  })

  it("is nothing without a model, and without held-out labels", () => {
    const { acts } = base(), session = after(acts, { measure: 0.5 })
    assert.deepStrictEqual([measuredOf(session, undefined).accuracy, measuredOf(session, undefined).items], [null, 4])
    assert.isNull(measuredOf(after([], { measure: 0.5 }), catsBut([])).accuracy)
  })

  it("takes what was written down of the last model until there is one in memory", () => {
    const { acts } = base(), session = after(acts, { measure: 0.5 })
    trains(session, trainedFor(2, [0, 1, 1, 1, ...Array.from({ length: 6 }, () => 0)]))
    assert.strictEqual(measuredOf(session, undefined).accuracy?.value, 0.75)
  })

  it("draws a point a model, with labels and classes as they are now", () => {
    const { acts, order } = base()
    const session = after([...acts, says("anna", order[4]!, label(1)), merge("anna", 1, 0)], { measure: 0.5 })
    trains(session, trainedFor(0, [], { classes: [] }))
    trains(session, trainedFor(2, [0, 1, 1, 1, 1, 0, 0, 0, 0, 0]))
    trains(session, trainedFor(4, [-1, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
    const { curve } = measuredOf(session, undefined)
    assert.deepStrictEqual(curve, [{ labels: 2, right: 5, of: 5 }, { labels: 4, right: 4, of: 5 }])
  })
})
