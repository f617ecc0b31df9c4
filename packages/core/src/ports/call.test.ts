import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { call, describe as words } from "./call.ts"

const ask = (run: () => unknown) =>
  call("port", run as () => Effect.Effect<number, string>, (problem, cause) => `${problem} (${typeof cause})`)

describe("call", () => {
  it.effect("passes what an Effect gives, and how it fails", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* ask(() => Effect.succeed(3)), 3)
      assert.strictEqual(yield* Effect.flip(ask(() => Effect.fail("no"))), "no")
      assert.isTrue(Exit.hasInterrupts(yield* Effect.exit(ask(() => Effect.interrupt))))
    }))

  it.effect("makes a failure of what is thrown, rejected, or no Effect", () =>
    Effect.gen(function*() {
      const thrown = () => {
        throw new Error("thrown")
      }
      const promised = () => Effect.promise(() => Promise.reject(new Error("rejected")))
      assert.strictEqual(yield* Effect.flip(ask(thrown)), "the port failed: thrown (object)")
      assert.strictEqual(yield* Effect.flip(ask(promised)), "the port failed: rejected (object)")
      assert.strictEqual(yield* Effect.flip(ask(() => Effect.die("x"))), "the port failed: \"x\" (string)")
      assert.match(yield* Effect.flip(ask(() => undefined)), /^the port gave undefined where an Effect is due/)
      assert.match(yield* Effect.flip(ask(() => Promise.resolve(1))), /gave a promise/)
    }))

  it("describes any value", () => {
    const values = [null, 1, Number.NaN, "a", "b".repeat(50), [1], {}, Promise.resolve(), 1n]
    assert.deepStrictEqual(values.map(words), [
      "null",
      "1",
      "NaN",
      "\"a\"",
      `"${"b".repeat(40)}…"`,
      "an array",
      "a value of type object",
      "a promise",
      "1"
    ])
  })
})
