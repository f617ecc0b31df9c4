import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { checkFolders, fileNames } from "./place.ts"

const named = (...ids: ReadonlyArray<string>) => fileNames(ids, (id) => id.includes(".") ? "" : ".png")

describe("names of files", () => {
  it("are what the ids end in where only one does, else the whole path", () => {
    assert.deepStrictEqual(named("a/1.jpg", "b/2.jpg"), ["1.jpg", "2.jpg"])
    assert.deepStrictEqual(named("a/1.jpg", "b/1.JPG", "c/2.jpg"), ["a__1.jpg", "b__1.JPG", "2.jpg"])
    assert.deepStrictEqual(named("a/b__1.jpg", "a__b/1.jpg", "1.jpg", "b__1.jpg"), [
      "a__b__1.jpg",
      "a-2.jpg",
      "1.jpg",
      "b__1.jpg"
    ])
    assert.deepStrictEqual(named("514", "x:y"), ["514.png", "x_y.png"])
  })

  const id = fc.string({ unit: fc.constantFrom(..."aA1/\\.:é日 _-".split("")), minLength: 1, maxLength: 12 })

  test.prop([fc.uniqueArray(id, { minLength: 1, maxLength: 30 })])("are never alike, hidden, or paths", (ids) => {
    const names = fileNames(ids, () => ".png"), keys = names.map((name) => name.normalize("NFC").toLowerCase())
    assert.lengthOf(new Set(keys), ids.length)
    for (const name of names) assert.match(name, /^[^./\\:][^/\\:]*\.png$/)
  })

  it("differ in more than case, also where the whole paths do not", () => {
    const names = named("a/X.png", "A/x.png", "a__x.png")
    assert.lengthOf(new Set(names.map((name) => name.toLowerCase())), 3)
  })

  it("are short enough, however long the ids are", () => {
    const long = ["日".repeat(300), `${"日".repeat(300)}x`]
    for (const name of named(...long)) assert.isAtMost(Buffer.byteLength(name), 200)
    assert.lengthOf(new Set(named(...long)), 2)
  })
})

describe("classes as folders", () => {
  const fails = (...classes: ReadonlyArray<string>) => {
    try {
      checkFolders(classes)
      return ""
    } catch (error) {
      return (error as Error).message
    }
  }
  it("are refused where a system could not hold them, or keep them apart", () => {
    assert.strictEqual(fails("cat", "dog & co.", "日本", "train"), "")
    assert.match(fails("a/b"), /"a\/b" can be no folder: a folder's name has no slash; rename it/)
    assert.match(fails(".."), /begins with a dot is hidden/)
    assert.match(fails("Cat", "cat"), /"Cat" and "cat" would be one folder/)
    assert.match(fails("x".repeat(201)), /at most 200 bytes/)
    assert.match(fails("train", "Test"), /called like parts/)
  })
})
