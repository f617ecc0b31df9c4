import { it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { assert } from "vitest"
import { timed } from "./timed.ts"

it.effect("tells the milliseconds that an effect took, on the clock that is provided", () =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(timed(Effect.as(Effect.sleep("1500 millis"), "rested")))
    yield* TestClock.adjust("2 seconds")
    assert.deepStrictEqual(yield* Fiber.join(fiber), ["rested", 1500, {}])
  }))
