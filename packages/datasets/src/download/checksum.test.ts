import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import { checkOf } from "./checksum.ts"

const bytes = Uint8Array.of(1, 2, 3)

describe("checkOf", () => {
  it("grows with the bytes, and names both where they differ", () => {
    for (const algorithm of ["md5", "sha256"]) {
      const published = `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`
      const [right, wrong] = [checkOf(published)!, checkOf(published)!]
      for (const byte of bytes) right.hash.update(Uint8Array.of(byte))
      assert.strictEqual(right.wrong(), undefined)
      const found = `${algorithm}:${createHash(algorithm).update("").digest("hex")}`
      assert.deepStrictEqual(wrong.wrong(), { expected: published, found })
    }
  })

  it("is none where none is published", () => {
    assert.strictEqual(checkOf(undefined), undefined)
  })
})
