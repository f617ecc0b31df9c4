import { assert, describe, it } from "@effect/vitest"
import { classesOf, featuresIn } from "./features.ts"

describe("what datasets writes of columns", () => {
  it("names columns of images, and the classes of others", () => {
    const { classes, images } = featuresIn(JSON.stringify({
      info: {
        features: {
          photo: { _type: "Image" },
          label: { _type: "ClassLabel", names: ["a", "b"] },
          odd: { _type: "ClassLabel", names: [1] },
          note: { _type: "Value", dtype: "string" },
          list: [{ _type: "Image" }]
        }
      }
    }))
    assert.deepStrictEqual([[...images], [...classes]], [["photo"], [["label", ["a", "b"]]]])
  })

  it("says nothing where it is written otherwise", () => {
    for (const text of [undefined, "", "{", "[]", "{\"info\":null}", "{\"info\":{\"features\":[]}}"]) {
      const { classes, images } = featuresIn(text)
      assert.deepStrictEqual([images.size, classes.size], [0, 0])
    }
  })
})

describe("classesOf", () => {
  it("gives names for numbers, none for -1 and for nothing, and refuses other numbers", () => {
    assert.deepStrictEqual(classesOf([1, 0n, -1, null, undefined], ["a", "b"]), ["b", "a", null, null, null])
    assert.throws(() => classesOf([2], ["a", "b"]), /a class is 2, and there are names for 2/)
    assert.throws(() => classesOf([0.5], ["a", "b"]), /a class is 0.5/)
  })
})
