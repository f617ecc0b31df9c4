import { assert, describe, it } from "@effect/vitest"
import { drawing } from "./picture.ts"

describe("drawing", () => {
  it("puts two pixels into a character", () => {
    assert.deepStrictEqual(drawing([1, 0, 1, 0, 0, 1, 1, 0], 2, 4), ["▀▄█ "])
  })

  it("draws an odd last row, what is half as bright, and nothing of the dark", () => {
    assert.deepStrictEqual(drawing([8, 4, 3, 8, 8, 8, 4, 0, 8], 3, 3), ["██▄", "▀ ▀"])
    assert.deepStrictEqual(drawing([0, 0], 1, 2), ["  "])
  })
})
