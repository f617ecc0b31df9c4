import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { OutOfRange } from "../Errors.ts"
import { ofSets } from "./sets.ts"

const bits = fc.integer({ min: 1, max: 4 }).chain((labels) =>
  fc.integer({ min: 1, max: 6 }).chain((items) => {
    const list = fc.array(fc.constantFrom(0, 1), { minLength: labels * items, maxLength: labels * items })
    return fc.tuple(fc.constant(labels), list, list)
  })
)

describe("ofSets", () => {
  it("by hand: two items of three labels", () => {
    // Label 0: 1 hit, 1 miss; label 1: 1 false alarm; label 2 is nowhere.
    const found = ofSets([1, 0, 0, 1, 0, 0], [1, 1, 0, 0, 0, 0], 3)
    assert.deepStrictEqual(found.f1, [2 / 3, 0, Number.NaN])
    assert.deepStrictEqual([found.microF1, found.macroF1, found.subsetAccuracy], [0.5, 1 / 3, 0])
    assert.deepStrictEqual(ofSets([0, 0], [0, 0], 1), { microF1: 0, macroF1: 0, subsetAccuracy: 1, f1: [Number.NaN] })
  })

  test.prop([bits])("is 1 for what is right, and symmetric in truth and prediction", ([labels, a, b]) => {
    const found = ofSets(a, b, labels), { macroF1, microF1, subsetAccuracy } = ofSets(a, a, labels)
    assert.deepStrictEqual(found, ofSets(b, a, labels))
    assert.deepStrictEqual([macroF1, microF1, subsetAccuracy], a.includes(1) ? [1, 1, 1] : [0, 0, 1])
    const hits = a.filter((bit, i) => bit === 1 && b[i] === 1).length, all = [...a, ...b].filter((bit) => bit === 1)
    if (all.length > 0) assert.closeTo(found.microF1, 2 * hits / all.length, 1e-12)
  })

  it("refuses other lists", () => {
    assert.throws(() => ofSets([1, 0, 1], [1, 0, 1], 2), OutOfRange, /no rows of 2 labels/)
    assert.throws(() => ofSets([1, 0], [1], 2), OutOfRange, /predicted has 1 entries, not 2/)
    assert.throws(() => ofSets([1, 2], [1, 0], 2), OutOfRange, /actual holds 2 at 1/)
  })
})
