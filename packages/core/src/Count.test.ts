import { fc, test } from "@fast-check/vitest"
import * as Schema from "effect/Schema"
import { assert, describe, it } from "vitest"
import * as Count from "./Count.ts"

const facts = { labeled: Uint32Array.of(4, 7, 9), picked: new Uint32Array(), budget: 5, classes: 10 }
const is = (schema: typeof Count.Amount, value: unknown) => Schema.is(schema)(value)

describe("count", () => {
  it("reads labeled, budget and classes, products before sums", () => {
    assert.strictEqual(Count.count(7, facts), 7)
    assert.strictEqual(Count.count("labeled+budget", facts), 8)
    assert.strictEqual(Count.count("2*budget+labeled*10+1", facts), 41)
    assert.strictEqual(Count.count("classes * 3", facts), 30)
  })

  it("counts what was picked already among the labeled", () => {
    assert.strictEqual(Count.count("labeled+budget", { ...facts, picked: Uint32Array.of(1, 2), budget: 3 }), 8)
  })

  it("is NaN when it speaks of classes and their number is unknown", () => {
    assert.isNaN(Count.count("labeled+2*classes", { ...facts, classes: undefined }))
    // Labels so far name ten classes, and may not name all.
    assert.isNaN(Count.count("classes", { ...facts, classesInferred: true }))
    const refused = Count.unknownClasses("part", "classes", facts)
    assert.match(refused.message, /^part: "classes" needs the number .* \(the labels so far name 10, /)
    assert.deepInclude(refused, { reason: "Classes", value: undefined, expected: "the number of classes" })
    assert.strictEqual(Count.count("classes", { ...facts, classesInferred: false }), 10)
    assert.isTrue(Count.speaksOfClasses("2*classes"))
    assert.isFalse(Count.speaksOfClasses("2*budget"))
    assert.isFalse(Count.speaksOfClasses(3))
  })
})

describe("the schemas", () => {
  it.each([1, 20, "labeled", "budget+1", "10*budget", "2 * classes + 1"])("take %s", (value) => {
    assert.isTrue(is(Count.Count, value) && is(Count.Amount, value))
  })

  it.each([0, -1, 1.5, Number.NaN, "", "budgets", "budget-1", "+budget", "1.5*budget", "0%", "101%", "-5%", "10 %"])(
    "refuse %s",
    (value) => {
      assert.isFalse(is(Count.Count, value) || is(Count.Amount, value))
    }
  )

  it("a share is an amount and no count", () => {
    assert.deepStrictEqual(["10%", "0.5%", "100%"].map((text) => is(Count.Amount, text)), [true, true, true])
    assert.isFalse(is(Count.Count, "10%"))
    assert.strictEqual(Count.share("12.5%"), 0.125)
    assert.isUndefined(Count.share(12))
  })
})

describe("keep", () => {
  test.prop([fc.integer({ min: 1, max: 100 }), fc.nat(2000)])(
    "rounds a share up exactly, one at least",
    (percent, n) => {
      assert.strictEqual(Count.keep(`${percent}%`, n, facts), Math.min(n, Math.max(1, Math.ceil(percent * n / 100))))
    }
  )

  it("keeps 3 of 30 at 10 %, and 7 of 100 at 7 %, where floats say a little more", () => {
    assert.strictEqual(Count.keep("10%", 30, facts), 3)
    assert.strictEqual(Count.keep("7%", 100, facts), 7)
  })

  it("is at most all and at least one", () => {
    assert.strictEqual(Count.keep("10*budget", 20, facts), 20)
    assert.strictEqual(Count.keep("labeled", 20, { ...facts, labeled: new Uint32Array() }), 1)
    assert.strictEqual(Count.keep("1%", 0, facts), 0)
    assert.isNaN(Count.keep("classes", 20, { ...facts, classes: undefined }))
  })
})
