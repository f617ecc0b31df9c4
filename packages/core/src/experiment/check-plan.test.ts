import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run } from "../../test/experiment.ts"
import type * as Experiment from "../Experiment.ts"
import * as Stopping from "../Stopping.ts"

describe("checkPlan", () => {
  it.effect("believes no journal, and no plan", () =>
    Effect.gen(function*() {
      const past = { round: 0, positions: Uint32Array.of(1), labels: Int32Array.of(7), pseudo: [] }
      const refused = (changes: Partial<Experiment.Plan>, before: ReadonlyArray<Experiment.Past> = []) =>
        Effect.map(Effect.flip(run(changes, before)), (error) => {
          assert.strictEqual(error._tag, "InvalidQuery")
          return error.message
        })
      assert.match(yield* refused({}, [past]), /labels\[0\] is 7; it must be a whole number from -1 to 2/)
      assert.match(yield* refused({ initial: [3, 3] }), /initial names position 3 twice/)
      assert.match(yield* refused({ initial: [60] }), /initial\[0\] is 60; positions are whole numbers from 0 to 59/)
      assert.match(yield* refused({ initial: [] }), /initial names no position/)
      const typo = { intial: [1] } as Partial<Experiment.Plan>
      assert.strictEqual(yield* refused(typo), `a plan has no key "intial"; did you mean initial?`)
      for (const rounds of [Number.NaN, -1, 1.5, Infinity]) assert.match(yield* refused({ rounds }), /rounds is/)
      for (const classes of [0, Number.NaN, 2.5]) assert.match(yield* refused({ classes }), /classes is/)
      for (const budget of [0, Number.NaN, 1e300]) assert.match(yield* refused({ budget }), /budget is/)
      assert.match(yield* refused({ budget: [2, 0], rounds: 2 }), /budget is 0/)
      assert.match(yield* refused({ budget: [2, 3], rounds: 3 }), /the budget lists 2 rounds, and there are 3/)
      assert.match(
        yield* refused({ task: "ranking" as "regression" }),
        /task is "ranking" .*; give one of classification/
      )
      assert.match(yield* refused({ task: "regression" }), /regression without targets; give 3 finite numbers/)
      for (const targets of [[1, 2], [1, 2, Number.NaN]]) {
        assert.match(yield* refused({ task: "regression", targets }), /the targets are none of numbers/)
      }
      assert.match(yield* refused({ targets: [1, 2, 3] }), /targets are of regression, and the task is classification/)
      const stop = Stopping.readUnsafe("budget(3)")
      assert.match(yield* refused({ task: "multi-label", stop }), /criteria for stopping look at classes/)
    }))
})
