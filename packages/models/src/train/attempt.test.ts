import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { attempt } from "./attempt.ts"

const throwing = (cause: unknown) =>
  Effect.exit(attempt(7, () => {
    throw cause
  }))

describe("an attempt", () => {
  it.effect("gives what was computed", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* attempt(7, () => 3), 3)
    }))

  it.effect.each(["the memory has no room", "Array buffer allocation failed", "Invalid typed array length: 9"])(
    "takes %j for a lack of memory",
    (message) =>
      Effect.gen(function*() {
        const exit = yield* throwing(new RangeError(message))
        const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
        assert.strictEqual(String(error), `OutOfMemory: ${message}; take batches smaller than 7, or a narrower network`)
      })
  )

  it.effect("takes anything else for a defect", () =>
    Effect.gen(function*() {
      const exit = yield* throwing("no function")
      assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
    }))
})
