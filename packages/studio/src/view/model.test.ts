import { assert, describe, it } from "@effect/vitest"
import { modelFor } from "../../test/models.ts"
import { after, merge } from "../../test/sessions.ts"
import { chanceOf, guessesOf, predictedCounts } from "./model.ts"

const rows = [[0.5, 0.5, 0], [0.1, 0.2, 0.7], [0.2, 0.7, 0.1]]
const model = modelFor(rows, [0, 1, 2], { order: Uint32Array.of(2, 0) })
const three = { size: 3, classes: ["a", "b", "c"] }

describe("modelOf", () => {
  it("knows the likeliest class of each item, the first of equals, and its place in the order", () => {
    assert.deepStrictEqual([...model.learned.top], [0, 2, 1])
    assert.deepStrictEqual([...model.learned.confidence].map((p) => Math.round(p * 10)), [5, 7, 7])
    assert.deepStrictEqual([model.place.get(2), model.place.get(0), model.place.get(1)], [0, 1, undefined])
  })

  it("adds up classes that were merged since", () => {
    const session = after([merge("anna", 0, 1)], three)
    assert.deepStrictEqual(guessesOf(model, session, 0, 2).map((guess) => [guess.class, guess.p]), [[1, 1], [2, 0]])
    assert.closeTo(chanceOf(model, session, 2, 1)!, 0.9, 1e-6)
    assert.deepStrictEqual([...predictedCounts(model, session)!], [[1, 2], [2, 1]])
  })

  it("says nothing without probabilities", () => {
    const session = after([], three), none = modelFor([[], [], []], [], { probability: undefined })
    assert.deepStrictEqual(guessesOf(none, session, 0, 3), [])
    assert.isUndefined(chanceOf(none, session, 0, 0))
    assert.isUndefined(predictedCounts(undefined, session))
    assert.deepStrictEqual([...none.learned.top], [-1, -1, -1])
  })
})
