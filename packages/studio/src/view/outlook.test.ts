import { assert, describe, it } from "@effect/vitest"
import { trainedFor } from "../../test/models.ts"
import { after, label, merge, says } from "../../test/sessions.ts"
import { agreementOf } from "./agreement.ts"
import { futureOf } from "./forecast.ts"
import { outlookOf } from "./outlook.ts"

const steady = [0, 1, 0, 1, 0, 1]

describe("outlookOf", () => {
  const of = (models: ReadonlyArray<ReadonlyArray<number>>, uncertainty: number) => {
    const session = after([], { measure: 0.5 })
    models.forEach((heldOut, i) =>
      session.apply({ seq: i + 2, at: 0, event: trainedFor(10 * i, heldOut, { uncertainty }) })
    )
    return outlookOf(session)
  }

  it("says that going on is hardly worth it when most criteria say so, each in words", () => {
    const { reasons, stop } = of([steady, steady, steady, steady], 0.01)
    assert.deepStrictEqual([stop, reasons.map((reason) => reason.stop)], [true, [true, true, true]])
    for (const { says } of reasons) assert.isAbove(says.length, 10)
  })

  it("says in words that nothing is left, where there is no mean uncertainty", () => {
    const told = (answered: ReadonlyArray<number>) => {
      const session = after(answered.length === 0 ? [] : [says("ann", answered, label(0))], { size: 4, measure: 0 })
      const event = { ...trainedFor(10, []), uncertainty: null }
      session.apply({ seq: session.seq() + 1, at: 0, event })
      return outlookOf(session).reasons
    }
    const name = "the model is sure"
    assert.deepStrictEqual(told([0, 1, 2, 3]), [{ name, stop: true, says: "nothing is left without an answer" }])
    assert.deepStrictEqual(told([]), [{ name, stop: false, says: "the model said nothing of what has no answer" }])
  })

  it("is judged anew of another model, and where classes are merged", () => {
    const session = after([], { measure: 0.5, classes: ["a", "b"] })
    const learn = (heldOut: ReadonlyArray<number>) =>
      session.apply({ seq: session.seq() + 1, at: 0, event: trainedFor(10, heldOut, { uncertainty: 0.4 }) })
    const shares = () => outlookOf(session).reasons.map(({ says }) => says).join()
    for (const heldOut of [steady, [1, 0, 0, 1, 0, 1]]) learn(heldOut)
    const before = shares()
    assert.strictEqual(outlookOf(session), outlookOf(session))
    learn([1, 1, 1, 1, 0, 0])
    const then = shares()
    assert.notStrictEqual(then, before)
    session.apply({ seq: session.seq() + 1, at: 0, event: merge("anna", 0, 1) })
    assert.notStrictEqual(shares(), then)
  })

  it("says to go on while predictions change, and before there is a model", () => {
    assert.isFalse(of([steady, [1, 1, 0, 1, 0, 1], steady, [0, 0, 0, 1, 0, 1]], 0.4).stop)
    const { reasons, stop } = of([], 0)
    assert.deepStrictEqual([stop, reasons[0]?.says], [false, "there is no model yet"])
  })
})

describe("futureOf", () => {
  it("tells why there is none of few points, and looks ahead of many", () => {
    const curve = Array.from(
      { length: 30 },
      (_, i) => ({ labels: 20 * (i + 1), right: 100 - Math.round(50 / (i + 1)), of: 100 })
    )
    assert.include(futureOf(curve.slice(0, 4)).missing ?? "", "5 different numbers of labels")
    const { forecast, missing } = futureOf(curve)
    assert.isNull(missing)
    assert.deepStrictEqual(forecast.map(({ labels }) => labels), [600, 750, 900, 1200, 1800])
    for (const { accuracy: { high, low, value } } of forecast) {
      assert.isTrue(low <= value && value <= high && value > 0.9)
    }
    assert.deepStrictEqual(futureOf(curve), { forecast, missing })
    assert.isAbove(futureOf(curve.map((point) => ({ ...point, of: 0, right: 0 }))).missing?.length ?? 0, 0)
  })
})

describe("agreementOf", () => {
  const two = [
    says("anna", [0, 1, 2, 3], label(0)),
    says("anna", [4, 5], label(1)),
    says("bo", [0, 1, 2, 4], label(0)),
    says("bo", [5], label(1))
  ]

  it("is of items that several people labeled: Cohen's of two", () => {
    const { alpha, items, kappa } = agreementOf(after(two))!
    assert.strictEqual(items, 5)
    assert.closeTo(kappa, 0.545, 0.001)
    assert.closeTo(alpha, 0.571, 0.02)
  })

  it("is the mean over pairs where items have not as many labels, and nothing where nothing can be said", () => {
    const three = agreementOf(after([...two, says("cy", [0, 5], label(1)), says("cy", [1], label(0))]))
    assert.isTrue(three !== null && three.kappa > 0 && three.kappa < 1)
    assert.isNull(agreementOf(after([says("anna", [0, 1], label(0)), says("bo", [0, 1], label(0))])))
    assert.isNull(agreementOf(after([says("anna", 0, label(0))])))
  })
})
