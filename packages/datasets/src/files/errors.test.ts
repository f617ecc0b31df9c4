import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { systemError } from "effect/PlatformError"
import { decoding, Malformed, toFileProblem } from "./errors.ts"

const told = (_tag: Parameters<typeof systemError>[0]["_tag"], code?: string) =>
  toFileProblem("x.csv")(systemError({ _tag, module: "FileSystem", method: "open", cause: { code } }))

describe("errors", () => {
  it.effect("make a refused file the user's error, and anything else a defect", () =>
    Effect.gen(function*() {
      const fail = (error: unknown) =>
        decoding("x.csv", () => {
          throw error
        })
      const refused = yield* fail(
        new Malformed("budget 30", "lower it", { reason: "Value", value: 30, expected: "10 at most" })
      ).pipe(Effect.flip)
      assert.deepStrictEqual([refused._tag, refused.exitCode, refused.message], [
        "InvalidInput",
        1,
        "x.csv: budget 30; lower it"
      ])
      const defect = yield* fail(new TypeError("bug")).pipe(Effect.catchDefect((error) => Effect.succeed(error)))
      assert.instanceOf(defect, TypeError)
      assert.strictEqual(yield* decoding("x.csv", () => 5), 5)
    }))

  it("say what the world refused", () => {
    assert.strictEqual(told("NotFound").exitCode, 2)
    assert.strictEqual(told("NotFound").message, "x.csv: no such file or folder; check the path")
    assert.strictEqual(
      told("PermissionDenied").message,
      "x.csv: permission denied; change the file's permissions, or name another file"
    )
    assert.strictEqual(
      told("Unknown", "ENOSPC").message,
      "x.csv: no space is left on the disk; free some, or name a file on another disk"
    )
    assert.strictEqual(told("Unknown", "EROFS").message, "x.csv: the disk is read-only; name a file on another disk")
    assert.strictEqual(
      told("Unknown", "EIO").message,
      "x.csv: the file cannot be used (EIO); try again, or name another file"
    )
    assert.strictEqual(
      told("BadResource").message,
      "x.csv: not a file, or a part of its path is not a folder; name a file"
    )
    assert.strictEqual(told("Busy").message, "x.csv: the file is busy; close the program that uses it and try again")
  })
})
