import { assert, describe, it } from "@effect/vitest"
import { besides, drawing, shaded } from "./picture.ts"

describe("drawing", () => {
  it("puts two pixels into a character, one above the other", () => {
    const pixels = [16, 16, 0, 0, 16, 0, 16, 0]
    assert.deepStrictEqual(drawing(pixels, 2, 4), ["█▀▄ "])
  })

  it("draws what is at least half as bright as the brightest, and nothing of a dark image", () => {
    assert.deepStrictEqual(drawing([8, 4, 3, 0], 1, 4), ["▀▀  "])
    assert.deepStrictEqual(drawing([0, 0, 0, 0], 2, 2), ["  "])
  })

  it("takes the row that an odd height lacks as dark", () => {
    assert.deepStrictEqual(drawing([1, 1, 1], 3, 1), ["█", "▀"])
  })
})

describe("shaded", () => {
  it("goes from black to white, top in front, bottom behind", () => {
    assert.deepStrictEqual(shaded([0, 16], 2, 1), ["\x1b[38;5;232;48;5;255m▀\x1b[0m"])
  })
})

describe("besides", () => {
  it("fills up shorter blocks and narrower lines, not counting colors", () => {
    const lines = besides([{ lines: ["\x1b[1ma\x1b[0m", "b"], width: 3 }, { lines: ["c"], width: 2 }])
    assert.deepStrictEqual(lines, ["\x1b[1ma\x1b[0m  c", "b"])
  })
})
