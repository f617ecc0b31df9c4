import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import * as Condition from "./Condition.ts"

const condition = fc.oneof(
  fc.nat().map(Condition.labeledBelow),
  fc.nat().map(Condition.labeledBelowPerClass),
  fc.nat().map(Condition.roundBelow)
)

describe("holds", () => {
  const facts = { labeled: Uint32Array.of(1, 2, 3), round: 2, classes: 3 }

  it("is strict", () => {
    assert.isTrue(Condition.holds(Condition.labeledBelow(4), facts))
    assert.isFalse(Condition.holds(Condition.labeledBelow(3), facts))
    assert.isTrue(Condition.holds(Condition.roundBelow(3), facts))
    assert.isFalse(Condition.holds(Condition.roundBelow(2), facts))
  })

  it("counts labels a class", () => {
    assert.isTrue(Condition.holds(Condition.labeledBelowPerClass(2), facts))
    assert.isFalse(Condition.holds(Condition.labeledBelowPerClass(1), facts))
  })

  it("does not take the classes seen so far for all: what holds for them holds, and nothing else is known", () => {
    const unknown = { ...facts, classes: undefined }, seen = { ...facts, classes: 2, classesInferred: true }
    const below = (n: number, what: Condition.Facts) => Condition.holds(Condition.labeledBelowPerClass(n), what)
    assert.deepStrictEqual([0, 1, 3, 4].map((n) => below(n, unknown)), [false, undefined, undefined, true])
    assert.deepStrictEqual([0, 1, 2].map((n) => below(n, seen)), [false, undefined, true])
    assert.deepStrictEqual([1, 2].map((n) => below(n, { ...seen, classesInferred: false })), [false, true])
  })
})

describe("text", () => {
  test.prop([condition])("what is printed is read back", (one) => {
    assert.deepStrictEqual(Condition.read(Condition.print(one)), one)
  })

  it("spaces do not matter", () => {
    assert.deepStrictEqual(Condition.read(" labeled<5 *classes "), Condition.labeledBelowPerClass(5))
  })

  it.each([
    "",
    "labeled",
    "labeled > 5",
    "labeled <= 5",
    "labeled < -5",
    "labeled < 1.5",
    "round < 2*classes",
    "budget < 3",
    "labeled < 5 and round < 2",
    "labeled < 99999999999999999999"
  ])("refuses %j", (text) => {
    assert.isUndefined(Condition.read(text))
  })

  it("names what is wrong with a condition that no text has", () => {
    assert.isUndefined(Condition.problem(Condition.labeledBelow(0)))
    assert.include(Condition.problem(Condition.roundBelow(1.5)), "1.5 is not a whole number from 0")
    assert.isString(Condition.problem(Condition.labeledBelow(-1)))
    assert.isString(Condition.problem(Condition.labeledBelow(Number.NaN)))
  })
})
