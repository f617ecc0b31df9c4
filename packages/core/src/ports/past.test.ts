import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Past } from "../Experiment.ts"
import { checkPast, problemOfPast } from "./past.ts"

const world = { size: 10, classes: 2 }
const past = (round: number, positions: ReadonlyArray<number>, labels: ReadonlyArray<number>): Past => ({
  round,
  positions: Uint32Array.from(positions),
  labels: Int32Array.from(labels),
  pseudo: []
})

const right = [past(0, [1, 2], [0, -1]), past(1, [3], [1])]

describe("problemOfPast", () => {
  it("finds nothing in rounds that may be gone on from", () => {
    assert.isUndefined(problemOfPast(right, world))
    assert.isUndefined(problemOfPast([], world))
  })

  it("names the round and what is wrong with it", () => {
    const guess = { position: 4, class: 7, score: 0, threshold: 0 }
    const cases: ReadonlyArray<readonly [Past, RegExp]> = [
      [past(1, [3], [7]), /labels\[0\] is 7; it must be a whole number from -1 to 1/],
      [past(1, [3], [-2]), /labels\[0\] is -2/],
      [past(1, [10], [1]), /positions\[0\] is 10; it must be a whole number from 0 to 9/],
      [past(1, [3, 4], [1]), /it has 1 labels for 2 positions/],
      [past(1, [2], [1]), /position 2 was labeled before/],
      [past(1, [3, 3], [1, 1]), /position 3 was labeled before/],
      [past(2, [3], [1]), /it says that it is round 2/],
      [{ ...past(1, [3], [1]), pseudo: [guess] }, /pseudo classes\[0\] is 7/],
      [{ ...past(1, [3], [1]), labels: "1" as unknown as Int32Array }, /its labels are "1", no list/]
    ]
    for (const [wrong, message] of cases) {
      const found = problemOfPast([right[0]!, wrong], world)
      assert.strictEqual(found?.round, 1)
      assert.match(found!.problem, /^round 1 cannot be gone on from: /)
      assert.match(found!.problem, message)
    }
  })

  it.effect("is an InvalidQuery as an Effect", () =>
    Effect.gen(function*() {
      yield* checkPast(right, world)
      assert.deepStrictEqual<unknown>((yield* Effect.flip(checkPast([right[1]!], world))).reason, {
        _tag: "PastRound",
        round: 0
      })
    }))
})
