import { assert, describe, it } from "@effect/vitest"
import { makeGrowing } from "./growing.ts"

describe("makeGrowing", () => {
  it.each(["single", "double"] as const)("keeps what was written in %s precision", (precision) => {
    const growing = makeGrowing(precision)
    for (let i = 0; i < 5000; i++) growing.reserve(i + 1)[i] = i
    const data = growing.finish(4321)
    assert.strictEqual(data.BYTES_PER_ELEMENT, precision === "single" ? 4 : 8)
    assert.deepStrictEqual(Array.from(data), Array.from({ length: 4321 }, (_, i) => i))
    assert.strictEqual(data.buffer.byteLength, data.byteLength)
  })
})
