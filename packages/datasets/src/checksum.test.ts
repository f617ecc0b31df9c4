import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { verify } from "./checksum.ts"

const abc = new TextEncoder().encode("abc")
const md5 = "900150983cd24fb0d6963f7d28e17f72"
const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

describe("verify", () => {
  it.effect("accepts the published bytes, and any where nothing is published", () =>
    Effect.gen(function*() {
      yield* verify(abc, "f", `md5:${md5}`)
      yield* verify(abc, "f", `sha256:${sha256}`)
      yield* verify(abc, "f", undefined)
    }))

  it.effect("refuses others, with both hashes", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(verify(abc.subarray(1), "a/f", `md5:${md5}`))
      assert.strictEqual(error.reason._tag, "Changed")
      assert.match(error.message, new RegExp(`^a/f: md5 [0-9a-f]{32} instead of ${md5}, so it is not the published`))
      assert.match((yield* Effect.flip(verify(abc.subarray(1), "f", `sha256:${sha256}`))).message, /: sha256 /)
    }))
})
