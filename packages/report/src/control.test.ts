import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { loaded, unit, units } from "../test/made.ts"
import { beside } from "./beside.ts"
import { checkControl, controlOf } from "./control.ts"
import { ReportProblem } from "./problem.ts"

const all = loaded(units())

describe("the control", () => {
  it("is what was asked for, else random, else the first strategy", () => {
    assert.deepStrictEqual(["margin", undefined].map((asked) => controlOf(all, asked)), ["margin", "random"])
    assert.strictEqual(controlOf(loaded([unit({ strategy: "margin", seed: 0, accuracy: [0.5] })]), undefined), "margin")
  })

  it.effect("that took no part is refused, with the nearest that did", () =>
    Effect.gen(function*() {
      yield* checkControl(all, undefined)
      yield* checkControl(all, "margin")
      const problem = yield* Effect.flip(checkControl(all, "randm"))
      assert.instanceOf(problem, ReportProblem)
      const { allowed, message, reason, suggestion } = problem
      assert.deepStrictEqual([reason, suggestion, allowed], ["Control", "random", ["random", "margin"]])
      assert.strictEqual(
        message,
        "`control` randm took no part; there are random, margin. Did you mean \"random\"?"
      )
    }))

  it.effect("of several sides may be named without its side, and nothing else may", () =>
    Effect.gen(function*() {
      const sides = ["a", "b"].map((label) => ({ label, experiment: undefined as never }))
      const both = { ...beside([all, all], ["a", "b"]), sides }
      yield* checkControl(both, "margin")
      yield* checkControl(both, "margin (b)")
      assert.match((yield* Effect.flip(checkControl(both, "margn (b)"))).message, /Did you mean "margin \(b\)"/)
    }))
})
