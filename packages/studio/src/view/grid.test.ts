import { assert, describe, it } from "@effect/vitest"
import { modelFor } from "../../test/models.ts"
import { after, label, says } from "../../test/sessions.ts"
import { gridOf } from "./grid.ts"

/** Items 0 to 19: the even ones look like cats, the surer the larger. */
const model = modelFor(
  Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? [0.6 + i / 100, 0.4 - i / 100] : [0.1, 0.9])),
  [0, 1]
)
const all = { class: undefined, count: 4, isFree: () => true }

describe("gridOf", () => {
  it("shows what looks most like a class: open, not held out, not lent", () => {
    const session = after([says("anna", 18, label(0)), says("anna", 1, label(1))], { measure: 0.5 })
    const grid = gridOf(session, model, { ...all, class: 0, isFree: (item) => item !== 16 })
    const fits = [14, 12, 10, 8, 6, 4, 2, 0].filter((item) => !session.heldOut.has(item))
    assert.isTrue(fits.length > 0 && fits.length < 8)
    assert.deepStrictEqual(grid.items, fits.slice(0, 4))
    assert.strictEqual(grid.title, "The model's surest")
  })

  it("takes the class of which most is open where none is asked for", () => {
    assert.strictEqual(gridOf(after([says("anna", [1, 3], label(1))]), model, all).class, 0)
    assert.strictEqual(gridOf(after([says("anna", [0, 2, 4], label(0))]), model, all).class, 1)
  })

  it("shows the first of equally sure items first", () => {
    const alike = modelFor(Array.from({ length: 20 }, () => [0.9, 0.1]), [0, 1]), session = after([], { measure: 0 })
    assert.deepStrictEqual(gridOf(session, alike, all).items, [0, 1, 2, 3])
  })

  it("shows a cluster before there is a model, and anything where there is none", () => {
    const clusters = Int32Array.from({ length: 20 }, (_, i) => (i < 3 ? 7 : i % 5 === 0 ? 2 : -1))
    const none = modelFor(Array.from({ length: 20 }, () => []), [], { probability: undefined, clusters })
    assert.deepStrictEqual(gridOf(after([says("anna", 0, label(0))]), none, all).items, [5, 10, 15])
    const some = gridOf(after([]), undefined, all)
    assert.deepStrictEqual([some.items.length, some.class, some.title], [4, undefined, "4 items at random"])
  })

  it("says when nothing is left", () => {
    const items = Array.from({ length: 20 }, (_, i) => i)
    assert.deepStrictEqual(gridOf(after([says("anna", items, label(0))]), model, all), {
      class: undefined,
      title: "Nothing is left",
      items: []
    })
  })
})
