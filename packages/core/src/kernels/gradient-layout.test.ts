import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { turnsOf } from "../../test/turns.ts"
import { make } from "../Matrix.ts"
import { single } from "./engine.ts"
import { bytesOf, layOut, sizesOf } from "./gradient-layout.ts"
import * as Slab from "./slab.ts"

const rows = 2 ** 17
const factors = { left: make(new Float32Array(2 * rows), rows, 2), right: make(new Float32Array(32 * rows), rows, 32) }

describe("layOut", () => {
  it("clears memory that was used before, piece by piece, and makes room for the event loop between", async () => {
    const sizes = sizesOf(single("typescript"), factors, rows), slab = Slab.make(bytesOf(sizes), "typescript")
    new Uint8Array(slab.buffer()).fill(7)
    assert.isAtLeast(await turnsOf(layOut(slab, sizes)), Math.floor(bytesOf(sizes) / 2 ** 20) - 1)
    const again = Effect.runSync(layOut(slab, sizes, () => 1024))
    assert.isTrue(new Uint8Array(slab.buffer(), 1024, sizes.bytes.q).every((byte) => byte === 0))
    assert.strictEqual(again.flags, 1024)
  })
})
