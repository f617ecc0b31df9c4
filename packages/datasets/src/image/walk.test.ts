import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { symlinkSync } from "node:fs"
import { folderOf } from "../../test/pictures.ts"
import { entriesOf, imagesBelow, isImage } from "./walk.ts"

describe("isImage", () => {
  it("goes by the ending, in any case", () => {
    const names = ["a.jpg", "a.JPEG", "b.c.Png", "a.webp", "a.tif", "a.tiff", "a.gif", "a.avif"]
    assert.deepStrictEqual(names.filter((name) => !isImage(name)), [])
    assert.deepStrictEqual(["a.txt", "jpg", "a.jpg.part", "a.npy", "a.svg"].filter(isImage), [])
  })
})

describe("entriesOf", () => {
  it.effect("tells folders from images, in order, without what is hidden", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({
        "b/x.png": "",
        "a/x.png": "",
        "9.png": "",
        "10.png": "",
        ".h.png": "",
        "t.txt": ""
      })
      assert.deepStrictEqual(yield* entriesOf(root), {
        folders: ["a", "b"],
        images: ["10.png", "9.png"],
        others: ["t.txt"]
      })
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("names a folder that cannot be read", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(entriesOf("nowhere"))
      assert.deepStrictEqual([error.reason._tag, error.message.slice(0, 8)], ["Unreadable", "nowhere:"])
    }).pipe(Effect.provide(NodeServices.layer)))
})

describe("imagesBelow", () => {
  it.effect("goes into folders, and orders by the whole path", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ "b.png": "", "a/c.png": "", "a/b/d.png": "", "a.png": "", "a/.trash/e.png": "" })
      assert.deepStrictEqual(yield* imagesBelow(root), ["a.png", "a/b/d.png", "a/c.png", "b.png"])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("follows links, not in circles, and keeps those to nothing, so that reading complains", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ "in/a.png": "", "other/b.png": "" })
      symlinkSync("../other", `${root}/in/link`)
      symlinkSync("../other/b.png", `${root}/in/one.png`)
      symlinkSync("..", `${root}/in/circle`)
      symlinkSync("gone.png", `${root}/in/gone.png`)
      symlinkSync("../other/b.png", `${root}/in/b`)
      assert.deepStrictEqual(yield* imagesBelow(`${root}/in`), ["a.png", "gone.png", "link/b.png", "one.png"])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
