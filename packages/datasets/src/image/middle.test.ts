import { assert, describe, it } from "@effect/vitest"
import golden from "../../test/golden/pictures.json" with { type: "json" }
import { coverOf, middleOf } from "./middle.ts"

describe("middleOf", () => {
  it("begins where torchvision's CenterCrop does", () => {
    for (const [length, part, wanted] of golden.middles) {
      // Added to 0 so that −0 is 0.
      assert.strictEqual(middleOf(length!, part!) + 0, wanted, `${part} of ${length}`)
    }
  })

  it("rounds a half to even", () => {
    assert.deepStrictEqual([341, 343, 345].map((length) => middleOf(length, 224)), [58, 60, 60])
  })
})

describe("coverOf", () => {
  it("is the size of torchvision's Resize", () => {
    for (const [tall, wide, short, toTall, toWide] of golden.covers) {
      assert.deepStrictEqual(coverOf([tall!, wide!], [short!, short!]), [toTall!, toWide!])
    }
  })

  it("meets one side and covers the other", () => {
    assert.deepStrictEqual(coverOf([10, 10], [20, 5]), [20, 20])
    assert.deepStrictEqual(coverOf([10, 30], [4, 24]), [8, 24])
  })
})
