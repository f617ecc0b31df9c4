import { assert, describe, it } from "@effect/vitest"
import { Progress } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { stepwise } from "./stepwise.ts"

const busy = (milliseconds: number): void => {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe("stepwise", () => {
  it.effect("does every step once, in order, and says how far it is", () =>
    Effect.gen(function*() {
      const [steps, events]: [Array<number>, Array<Progress.Event>] = [[], []]
      yield* stepwise("x", 5, (n) => steps.push(n)).pipe(
        Effect.provideService(Progress.Progress, { report: (event) => Effect.sync(() => events.push(event)) })
      )
      assert.deepStrictEqual(steps, [0, 1, 2, 3, 4])
      assert.deepStrictEqual(events.at(-1), { step: "x", done: 5, total: 5 })
    }))

  it.effect("does nothing where there is nothing to do", () => stepwise("x", 0, () => assert.fail("there is no step")))

  it.effect("can be interrupted on the way", () =>
    Effect.gen(function*() {
      let done = 0
      const fiber = yield* Effect.forkChild(stepwise("x", 1000, () => {
        busy(5)
        done += 1
      }))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.isBelow(done, 100)
    }))
})
