import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { gzipSync } from "node:zlib"
import { Limits } from "./limits.ts"
import { isPacked, unpack } from "./unpack.ts"

const plain = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) % 251)
const packed = new Uint8Array(gzipSync(plain))

describe("unpack", () => {
  it.effect("gives what was packed, and leaves the rest alone", () =>
    Effect.gen(function*() {
      assert.isTrue(isPacked(packed))
      assert.deepStrictEqual(yield* unpack(packed, "f"), plain)
      assert.strictEqual(yield* unpack(plain, "f"), plain)
      assert.deepStrictEqual(yield* unpack(new Uint8Array(), "f"), new Uint8Array())
    }))

  it.effect("says that an archive was cut short", () =>
    Effect.gen(function*() {
      const cut = packed.subarray(0, packed.length >> 1)
      const error = yield* Effect.flip(unpack(cut, "a/b.gz"))
      assert.strictEqual(
        error.message,
        `a/b.gz: byte ${cut.length}: the compressed data end too early, so the file was cut short; copy or download it again`
      )
    }))

  it.effect("unpacks no more than is allowed", () =>
    Effect.gen(function*() {
      // An archive may have several members: here the same one again and again, so that it is made at once.
      const zeros = Buffer.concat(Array<Uint8Array>(129).fill(gzipSync(new Uint8Array(1e6))))
      assert.match(
        (yield* Effect.flip(unpack(zeros, "f"))).message,
        /come to more than 128 MB, and 128 MB are allowed .* set MARGINALIA_MAX_UNPACKED=256MB$/
      )
      const [less, enough] = [4999, 5000].map((unpacked) =>
        Effect.provideService(unpack(packed, "f"), Limits, { unpacked })
      )
      assert.match((yield* Effect.flip(less!)).message, /come to more than/)
      assert.strictEqual((yield* enough!).length, 5000)
    }))

  it.effect("says that an archive is corrupt, in its data or in its checksum", () =>
    Effect.gen(function*() {
      for (const at of [12, packed.length - 6]) {
        const bad = packed.slice()
        bad[at]! ^= 0xff
        assert.match((yield* Effect.flip(unpack(bad, "f"))).message, /the compressed data are corrupt/)
      }
    }))
})
