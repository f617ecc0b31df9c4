import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { InvalidQuery } from "../Errors.ts"
import { refuse } from "./refuse.ts"
import { run, runSync, type Steps } from "./steps.ts"

function* counting(upTo: number, seen: Array<number>): Steps<number> {
  for (let i = 0; i < upTo; i++) {
    seen.push(i)
    yield
  }
  return upTo
}

function* refusing(): Steps {
  yield
  refuse({ _tag: "PastRound", round: 1 }, "no")
}

function* broken(): Steps {
  yield
  throw new TypeError("a bug")
}

describe("steps", () => {
  it("run to their end in one go", () => {
    assert.strictEqual(runSync(counting(3, [])), 3)
    assert.throws(() => runSync(refusing()), InvalidQuery)
  })

  it.effect("give way at each yield, fail with what they refuse, and begin anew each time", () =>
    Effect.gen(function*() {
      const [a, b]: [Array<number>, Array<number>] = [[], []]
      const order: Array<string> = []
      const mark = (name: string, seen: Array<number>) =>
        Effect.tap(run(() => counting(2, seen)), () => Effect.sync(() => order.push(name)))
      yield* Effect.all([mark("a", a), mark("b", b)], { concurrency: 2 })
      assert.deepStrictEqual([a, b, order], [[0, 1], [0, 1], ["a", "b"]])
      const twice = run(refusing)
      assert.strictEqual((yield* Effect.flip(twice)).reason._tag, "PastRound")
      assert.strictEqual((yield* Effect.flip(twice)).reason._tag, "PastRound")
    }))

  it("a bug is no refusal", () => {
    assert.throws(() => Effect.runSync(run(broken)), TypeError)
  })
})
