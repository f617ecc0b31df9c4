import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { PartFailed } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { DatasetError } from "./errors.ts"
import { failingReads, scratchIn, withScratch } from "./scratch-scope.ts"
import { scratch } from "./scratch.ts"

const lost = new DatasetError({ reason: { _tag: "ScratchLost", what: "9 images", folder: "cache", cause: "EIO" } })
const other = new DatasetError({ reason: { _tag: "InvalidRequest", problem: "another", fault: "NoImage", images: 2 } })

describe("withScratch", () => {
  it.effect("a read that fails is a failure of the work, wherever it was wrapped; other defects stay defects", () =>
    Effect.gen(function*() {
      const wrapped = new PartFailed({ part: "mine", problem: "it threw", reason: "Thrown", cause: lost })
      for (const effect of [Effect.die(lost), Effect.fail(wrapped), Effect.die(new Error("x", { cause: wrapped }))]) {
        assert.strictEqual(yield* Effect.flip(withScratch(effect)), lost)
      }
      for (const defect of [other, new Error("mine"), undefined]) {
        const exit = yield* Effect.exit(failingReads(Effect.die(defect)))
        assert.deepStrictEqual(exit, yield* Effect.exit(Effect.die(defect)))
      }
      const around: { cause?: unknown } = {}
      around.cause = around
      assert.strictEqual(yield* Effect.flip(failingReads(Effect.fail(around))), around)
      assert.match(
        lost.message,
        /^9 images cannot be read again from .* cache .* \(EIO\); check that disk, set MARGINALIA_/
      )
      assert.strictEqual(lost.exitCode, 2)
    }))

  it.effect("files are there until the scope closes, and none can be read afterwards", () =>
    Effect.gen(function*() {
      const own = yield* Scope.make()
      const file = yield* scratch(3, "three").pipe(scratchIn(own))
      yield* file.append(Uint8Array.of(1, 2, 3))
      assert.deepStrictEqual([...file.read(1, 2)], [2, 3])
      yield* Scope.close(own, yield* Effect.exit(Effect.void))
      assert.throws(() => file.read(0, 1), DatasetError)
    }).pipe(Effect.provide(NodeServices.layer)))
})
