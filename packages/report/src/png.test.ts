import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { painter } from "./png.ts"

describe("painter", () => {
  it.effect("paints a PNG at twice the size, or says why not", () =>
    Effect.gen(function*() {
      const found = yield* painter
      if (found._tag === "None") return assert.match(found.problem, /^PNGs were left out: .*; /)
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20" width="30" height="20"></svg>`
      const bytes = found.paint(svg)
      const view = new DataView(bytes.buffer, bytes.byteOffset)
      assert.deepStrictEqual([...bytes.subarray(1, 4)], [...new TextEncoder().encode("PNG")])
      assert.deepStrictEqual([view.getUint32(16), view.getUint32(20)], [60, 40])
    }))
})
