import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { listening } from "./listen.ts"

describe("where a machine listens", () => {
  it.live("is this machine alone where nothing is said, with a port that is free", () =>
    Effect.gen(function*() {
      const { host, port } = yield* listening(undefined)
      assert.strictEqual(host, "127.0.0.1")
      assert.isAbove(port, 0)
    }))

  it.live.each([
    "0",
    "00.0.0.0",
    "0.0.0.0:0",
    "[::]",
    "[::0]:0",
    "[0:0:0:0:0:0:0:0]",
    "[::ffff:0.0.0.0]",
    "*",
    "a b",
    "x:99999"
  ])(
    "is never all of its addresses, nor none: %s",
    (given) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(listening(given))
        assert.deepStrictEqual([error.reason, error.exitCode], ["Listen", 1])
      })
  )
})
