import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { runs } from "../../../core/test/runs.ts"
import { type Annotators, check, modelOnly, personOnly } from "./spend.ts"

const few: Annotators = { person: [0, 1, 0, 1], model: [0, 0, -1, 1], cost: { person: 1, model: 0.1 } }
const order = [3, 1, 0, 2]

describe("spending", () => {
  it("buys in the order given, as far as the money goes", () => {
    const { checked, cost, labels } = personOnly(few, order, 2.5)
    assert.deepStrictEqual([[...labels], [...checked], cost], [[-1, 1, -1, 1], [-1, 1, -1, 1], 2])
    const model = modelOnly(few, order, 0.3)
    assert.deepStrictEqual([...model.labels], [0, 0, -1, 1])
    assert.closeTo(model.cost, 0.3, 1e-12, "three times a tenth is three tenths")
    assert.deepStrictEqual([...modelOnly(few, order, 0.29).labels], [-1, 0, -1, 1])
  })

  it("lets the person's label stand, asks of no item twice, and labels what the model declined", () => {
    const all = modelOnly(few, order, 9)
    const once = check(few, all, [1, 2, 3], 1.4)
    assert.deepStrictEqual([[...once.labels], [...once.checked]], [[0, 1, -1, 1], [-1, 1, -1, -1]])
    const twice = check(few, once, [1, 2, 3, 0], 9, 1)
    assert.deepStrictEqual([[...twice.labels], [...twice.checked]], [[0, 1, 0, 1], [-1, 1, 0, -1]])
    assert.closeTo(twice.cost, 2.4, 1e-12)
  })

  test.prop([
    fc.integer({ min: 1, max: 9 }).chain((size) =>
      fc.record({
        person: fc.array(fc.nat({ max: 2 }), { minLength: size, maxLength: size }),
        model: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: size, maxLength: size }),
        cost: fc.record({ person: fc.constantFrom(0, 0.1, 1, 3), model: fc.constantFrom(0, 0.1, 1) })
      })
    ),
    fc.constantFrom(0, 0.3, 1, 2.1, 20)
  ], { numRuns: runs(100) })("never costs more than there is, and every label is somebody's", (who, budget) => {
    const all = who.person.map((_, i) => i), model = modelOnly(who, all, budget)
    const both = check(who, model, all.toReversed(), budget)
    for (const { checked, cost, labels } of [personOnly(who, all, budget), model, both]) {
      assert.isAtMost(cost, budget + 1e-6)
      labels.forEach((label, i) => assert.include([-1, who.person[i], who.model[i]], label))
      checked.forEach((label, i) => assert.isTrue(label === -1 || (label === who.person[i] && labels[i] === label)))
    }
    assert.isAtLeast(both.cost, model.cost)
  })
})
