import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { isImage } from "../image/walk.ts"
import { imageIds } from "./image-ids.ts"

const ids = (...paths: ReadonlyArray<string | undefined>) => imageIds(paths, paths.map(() => ".jpg"))

describe("imageIds", () => {
  it("are the paths, or the rows' numbers, with an ending of images", () => {
    assert.deepStrictEqual(ids("a/b.png", "c", "d.txt", undefined), ["a/b.png", "c.jpg", "d.txt.jpg", "3.jpg"])
    assert.deepStrictEqual(ids(...Array.from({ length: 12 }, () => undefined)).slice(0, 2), ["00.jpg", "01.jpg"])
  })

  it("keep those that come first where names come again, in any case", () => {
    assert.deepStrictEqual(ids("a.png", "A.png", "a-2.png", "a.png"), ["a.png", "A-2.png", "a-2-2.png", "a-3.png"])
    const many = ids(...Array.from({ length: 5000 }, () => "same.png"))
    assert.deepStrictEqual([new Set(many).size, many[4999]], [5000, "same-5000.png"])
  })

  const part = fc.constantFrom(
    "..",
    ".",
    "",
    "a",
    "A",
    "b.png",
    " ",
    "C:",
    "\\",
    "\0",
    "é",
    "e\u0301",
    "\ud800",
    "x".repeat(300)
  )

  test.prop([
    fc.array(fc.option(fc.array(part, { maxLength: 4 }).map((parts) => parts.join("/")), { nil: undefined }))
  ])(
    "never lead out of a folder, never clash",
    (paths) => {
      const found = imageIds(paths, paths.map(() => ".png"))
      assert.strictEqual(new Set(found.map((id) => id.toLowerCase())).size, paths.length)
      for (const id of found) {
        assert.isTrue(isImage(id) && id.isWellFormed() && !/^\/|\\|\0|:/.test(id), id)
        for (const name of id.split("/")) {
          assert.isTrue(name !== "" && !name.startsWith(".") && Buffer.byteLength(name) < 220, id)
        }
      }
    }
  )
})
