import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { runs } from "../../../core/test/runs.ts"
import { hashing } from "./hashing.ts"

const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

const shared = (bytes: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

describe("hashing", () => {
  test.prop([
    fc.constantFrom(0, 1e9),
    fc.array(fc.record({ key: fc.nat({ max: 2 }), bytes: fc.uint8Array({ maxLength: 40 }), isShared: fc.boolean() }), {
      maxLength: 12
    })
  ], { numRuns: runs(20) })(
    "hashes files piece by piece, in turn, here and in a thread",
    (size, pieces) =>
      Effect.gen(function*() {
        const hashes = yield* hashing(size)
        for (const { bytes, isShared, key } of pieces) {
          const given = isShared ? shared(bytes) : Uint8Array.from(bytes), done = yield* hashes.update(key, given)
          // Memory of one's own may be written to at once, shared memory when it is free.
          if (isShared) yield* done
          given.fill(7)
        }
        for (const key of [0, 1, 2]) {
          const all = pieces.filter((piece) => piece.key === key).flatMap(({ bytes }) => [...bytes])
          assert.strictEqual(yield* hashes.digest(key), sha(Uint8Array.from(all)))
        }
      }).pipe(Effect.scoped, Effect.runPromise)
  )
})
