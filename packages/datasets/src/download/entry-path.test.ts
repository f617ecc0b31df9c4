import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { join } from "node:path"
import { entryPath } from "./entry-path.ts"

describe("entryPath", () => {
  it("leaves out the folder at the top", () => {
    assert.strictEqual(entryPath("top/a/b.jpg", "top"), "a/b.jpg")
    assert.strictEqual(entryPath("./top//a/./b.jpg", "top"), "a/b.jpg")
    assert.strictEqual(entryPath("other/top/b.jpg", "top"), "other/top/b.jpg")
    assert.strictEqual(entryPath("a/b.jpg", undefined), "a/b.jpg")
    assert.strictEqual(entryPath("top/", "top"), "")
  })

  it("refuses what lies outside", () => {
    const names = ["/etc/x", "../x", "a/../../x", "top/../x", "\\x", "a\\..\\x", "C:\\x", "c:x", "a\0b", "a/.."]
    for (const name of names) assert.strictEqual(entryPath(name, "top"), undefined, name)
  })

  const piece = fc.constantFrom("..", ".", "", "a", "top", "b.jpg", "..a", "C:", "\\", "/", "\0")
  test.prop([fc.array(piece, { maxLength: 6 }), fc.constantFrom("/", "\\")])(
    "never leaves the folder",
    (pieces, between) => {
      const path = entryPath(pieces.join(between), "top")
      if (path === undefined || path === "") return
      assert.isTrue(join("/folder", path).startsWith("/folder/"))
      assert.isFalse(path.split("/").some((piece) => piece === ".." || piece === "." || piece === ""))
    }
  )
})
