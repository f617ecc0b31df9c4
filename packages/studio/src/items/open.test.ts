import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import { encodeNpy } from "@marginalia/datasets/files"
import * as Effect from "effect/Effect"
import { readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import sharp from "sharp"
import { folderOf, jpg, plain, png } from "../../../datasets/test/pictures.ts"
import { openItems } from "./open.ts"
import { settled } from "./source.ts"

/** Red on the left, blue on the right; 6 wide and 4 tall. */
const halves = {
  tall: 4,
  wide: 6,
  at: (_: number, col: number, channel: number) => (col < 3 ? [255, 0, 0] : [0, 0, 255])[channel]!
}

const tiff = () => sharp(Buffer.alloc(4 * 2 * 3, 90), { raw: { width: 4, height: 2, channels: 3 } }).tiff().toBuffer()

const listen = () => {
  const heard: Array<string> = []
  return { heard, notices: { say: (line: string) => Effect.sync(() => void heard.push(line)) } }
}

layer(NodeServices.layer)("items of a folder of images", (it) => {
  it.effect("are what is below it, by name, with sizes as they are seen and their own bytes", () =>
    Effect.gen(function*() {
      const turned = yield* Effect.promise(() => jpg(halves, 6))
      const folder = yield* folderOf({ "a/one.png": png(plain(7, 2, 3)), "a/two.jpg": turned, "b/note.txt": "x" })
      const items = yield* openItems({ path: folder })
      assert.deepStrictEqual([items.kind, items.size, items.ids], ["image", 2, ["a/one.png", "a/two.jpg"]])
      assert.deepStrictEqual(yield* items.describe(0), { id: "a/one.png", width: 3, height: 2 })
      assert.deepStrictEqual(yield* items.describe(1), { id: "a/two.jpg", width: 4, height: 6 })
      const { bytes, type } = yield* items.media(1)
      assert.deepStrictEqual([type, Buffer.compare(bytes, turned)], ["image/jpeg", 0])
    }))

  it.effect("become thumbnails, turned and never larger, once, and below the project", () =>
    Effect.gen(function*() {
      const large = {
        ...halves,
        tall: 40,
        wide: 60,
        at: (row: number, col: number, c: number) => halves.at(row, col / 10, c)
      }
      const folder = yield* folderOf({ "x.jpg": jpg(large, 6), "y.png": png(plain(7, 2, 3)) })
      const project = yield* folderOf({})
      const items = yield* openItems({ path: folder }, { folder: project })
      const small = yield* items.thumb(0, 30)
      assert.strictEqual(small.type, "image/webp")
      const { data, info } = yield* Effect.promise(() => sharp(small.bytes).raw().toBuffer({ resolveWithObject: true }))
      assert.deepStrictEqual([info.width, info.height], [20, 30])
      // Held turned by a quarter, what was left is above.
      assert.isAbove(data[0]!, 200)
      assert.isAbove(data.at(-1)!, 200)
      const own = yield* items.thumb(1, 30)
      assert.strictEqual((yield* Effect.promise(() => sharp(own.bytes).metadata())).width, 3)
      const kept = readdirSync(join(project, "thumbnails"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
      assert.lengthOf(kept, 2)
      for (const { name, parentPath } of kept) writeFileSync(join(parentPath, name), own.bytes)
      const again = yield* openItems({ path: folder }, { folder: project })
      assert.deepStrictEqual((yield* again.thumb(0, 30)).bytes.length, own.bytes.length)
      for (const { name, parentPath } of kept) writeFileSync(join(parentPath, name), own.bytes.subarray(0, 20))
      const anew = yield* openItems({ path: folder }, { folder: project })
      assert.strictEqual(Buffer.compare((yield* anew.thumb(0, 30)).bytes, small.bytes), 0)
      writeFileSync(join(folder, "x.jpg"), yield* Effect.promise(() => jpg(plain(9, 5, 5))))
      assert.notStrictEqual(Buffer.compare((yield* anew.thumb(0, 30)).bytes, small.bytes), 0)
    }))

  it.effect("that no browser shows become PNG; what is no image is refused by its content", () =>
    Effect.gen(function*() {
      const turnedPng = sharp(yield* Effect.promise(() => png(halves))).withMetadata({ orientation: 3 }).png()
        .toBuffer()
      const folder = yield* folderOf({
        "a.tif": tiff(),
        "b.png": "<script>alert(1)</script>",
        "c.png": turnedPng.then((bytes) => new Uint8Array(bytes))
      })
      const items = yield* openItems({ path: folder })
      const shown = yield* items.media(0)
      assert.strictEqual(shown.type, "image/png")
      const { data, info } = yield* Effect.promise(() => sharp(shown.bytes).raw().toBuffer({ resolveWithObject: true }))
      assert.deepStrictEqual([info.width, info.height, data[0]], [4, 2, 90])
      const refused = yield* Effect.all([items.media(1), items.thumb(1, 20)].map(Effect.flip))
      const found = refused.map(({ id, isAbsent, reason }) => [id, reason._tag, isAbsent])
      assert.deepStrictEqual(found, [["b.png", "Unreadable", false], ["b.png", "Unreadable", false]])
      assert.deepStrictEqual(yield* items.describe(1), { id: "b.png" })
      const flipped = yield* items.media(2)
      const pixels = yield* Effect.promise(() => sharp(flipped.bytes).raw().toBuffer())
      assert.deepStrictEqual([...pixels.subarray(0, 3)], [0, 0, 255])
    }))

  it.effect("that are gone, or lead elsewhere than before, are said to be", () =>
    Effect.gen(function*() {
      const elsewhere = yield* folderOf({ "x.png": png(plain(1)), "y.png": png(plain(2)) })
      const folder = yield* folderOf({ "a.png": png(plain(3)), "c.png": png(plain(3)) })
      symlinkSync(join(elsewhere, "x.png"), join(folder, "b.png"))
      const items = yield* openItems({ path: folder })
      assert.strictEqual((yield* items.media(1)).type, "image/png")
      rmSync(join(folder, "b.png"))
      symlinkSync(join(elsewhere, "y.png"), join(folder, "b.png"))
      const strayed = yield* Effect.flip(items.media(1))
      assert.deepStrictEqual([strayed.reason._tag, strayed.isAbsent], ["Strayed", true])
      assert.match(strayed.message, /b\.png: the link leads elsewhere/)
      yield* items.media(2)
      rmSync(join(folder, "c.png"))
      symlinkSync(join(elsewhere, "y.png"), join(folder, "c.png"))
      assert.strictEqual((yield* Effect.flip(items.thumb(2, 9))).reason._tag, "Strayed")
      rmSync(join(folder, "a.png"))
      const { message, reason } = yield* Effect.flip(items.media(0))
      assert.deepStrictEqual([reason._tag, message.slice(0, 35)], ["Gone", "a.png: the file is no longer there,"])
      for (const item of [-1, 3, 0.5, NaN, Infinity]) {
        const fault = { isAbsent: true, reason: { _tag: "NoItem", item, size: 3 } } as const
        assert.match((yield* Effect.flip(items.media(item))).message, /no such item/)
        assert.deepInclude(yield* Effect.flip(items.thumb(item, 9)), fault)
        assert.deepInclude(yield* Effect.flip(items.describe(item)), fault)
      }
    }))

  it.effect("say the class that their folders are, and which parts are left alone", () =>
    Effect.gen(function*() {
      const one = yield* Effect.promise(() => png(plain(3)))
      const classes = yield* folderOf({ "cat/1.png": one, "dog/old/2.png": one })
      assert.deepStrictEqual((yield* openItems({ path: classes })).labels, ["cat", "dog"])
      const flat = yield* folderOf({ "1.png": one, "dog/2.png": one })
      assert.isUndefined((yield* openItems({ path: flat })).labels)
      const parts = yield* folderOf({ "train/1.png": one, "test/2.png": one })
      const { heard, notices } = listen()
      const items = yield* Effect.provideService(openItems({ path: parts }), Notices, notices)
      assert.deepStrictEqual(items.ids, ["train/1.png"])
      assert.include(heard.join("\n"), "1 to validate and test are not")
    }))
})

layer(NodeServices.layer)("items of arrays and known data sets", (it) => {
  it.effect("are images where the array has their dimensions, with the ids beside it", () =>
    Effect.gen(function*() {
      const pixels = Float32Array.from({ length: 2 * 2 * 3 }, (_, i) => i / 11)
      const folder = yield* folderOf({ "p.npy": encodeNpy(pixels, [2, 2, 3]), "p.ids.csv": "row,id\n0,a\n1,b\n" })
      const items = yield* openItems({ path: join(folder, "p.npy") })
      assert.deepStrictEqual([items.kind, items.ids], ["image", ["a", "b"]])
      assert.deepStrictEqual(yield* items.describe(1), { id: "b", width: 3, height: 2 })
      const { bytes, type } = yield* items.media(1)
      assert.strictEqual(type, "image/png")
      const { data, info } = yield* Effect.promise(() =>
        sharp(bytes).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true })
      )
      assert.deepStrictEqual([info.width, info.height, info.channels], [3, 2, 1])
      assert.deepStrictEqual([...data], [6, 7, 8, 9, 10, 11].map((n) => Math.round(n * 255 / 11)))
      assert.strictEqual(Buffer.compare((yield* items.thumb(1, 20)).bytes, bytes), 0)
    }))

  it.effect("are cards of their numbers where it has not", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({ "p.npy": encodeNpy(Float32Array.of(1, 0.25, 3, 4), [2, 2]) })
      const items = yield* openItems({ path: join(folder, "p.npy") })
      assert.strictEqual(items.kind, "row")
      const fields = [{ name: "0", value: "1" }, { name: "1", value: "0.25" }]
      assert.deepStrictEqual(yield* items.describe(0), { id: "0", fields })
      assert.match((yield* Effect.flip(items.media(0))).message, /no image/)
    }))

  it.effect("are the digits by their name, with their classes and gray levels, unless a folder is called so", () =>
    Effect.gen(function*() {
      const items = yield* openItems({ path: "digits" })
      assert.deepStrictEqual([items.kind, items.size, items.labels?.slice(0, 3)], ["image", 1797, ["0", "1", "2"]])
      const { bytes } = yield* items.media(0)
      const { channels, height, width } = yield* Effect.promise(() => sharp(bytes).metadata())
      assert.deepStrictEqual([channels, height, width], [1, 8, 8])
      assert.strictEqual(Math.max(...(yield* Effect.promise(() => sharp(bytes).raw().toBuffer()))), 239)
      assert.match((yield* Effect.flip(openItems({ path: "digitz" }))).message, /digitz/)
      assert.match((yield* Effect.flip(openItems({ path: "./nowhere" }))).message, /no folder and no file/)
    }))
})

layer(NodeServices.layer)("a source", (it) => {
  it.effect("is the same from every folder: paths are made whole, names of data sets stay", () =>
    Effect.gen(function*() {
      const path = (text: string) => Effect.map(settled({ path: text }), (source) => source.path)
      for (const name of ["digits", "fashion-mnist", "mine(items=3)"]) assert.strictEqual(yield* path(name), name)
      const folder = yield* folderOf({})
      assert.strictEqual(yield* path(folder), folder)
      for (const text of ["photos/", "./digits", "pool.csv"]) assert.strictEqual(yield* path(text), resolve(text))
      assert.strictEqual(yield* path("packages"), resolve("packages"))
    }))
})

layer(NodeServices.layer)("items of tables", (it) => {
  it.effect("are texts, with what stands beside them and without their labels", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({
        "r.csv": "id,review_text,label,stars,split\nx,\"Good, <b>really</b>\",pos,5,train\ny,bad food,,1,test\n"
      })
      const { heard, notices } = listen()
      const items = yield* Effect.provideService(openItems({ path: join(folder, "r.csv") }), Notices, notices)
      assert.deepStrictEqual([items.kind, items.ids, items.labels], ["text", ["x", "y"], ["pos", undefined]])
      const fields = [{ name: "stars", value: "5" }]
      assert.deepStrictEqual(yield* items.describe(0), { id: "x", text: "Good, <b>really</b>", fields })
      assert.match(heard.join("\n"), /texts are in "review_text"/)
    }))

  it.effect("are cards where no column holds texts, in every format", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({
        "t.jsonl": `{"id": "a", "sizes": [1, 2], "color": "red"}\n{"id": "b", "color": "blue", "more": {"x": null}}\n`
      })
      const items = yield* openItems({ path: join(folder, "t.jsonl") })
      assert.strictEqual(items.kind, "row")
      assert.deepStrictEqual(yield* items.describe(0), {
        id: "a",
        fields: [{ name: "sizes", value: "1, 2" }, { name: "color", value: "red" }]
      })
      assert.deepStrictEqual((yield* items.describe(1)).fields, [
        { name: "color", value: "blue" },
        { name: "more", value: "{\"x\":null}" }
      ])
    }))

  it.effect("take the columns that are named, and refuse what is none", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({ "r.csv": "key,a,b\n1,one two,three four\n1,x y,z w\n" })
      const path = join(folder, "r.csv")
      const items = yield* openItems({ path, textColumn: "b" })
      assert.deepStrictEqual([items.kind, items.ids], ["text", ["0", "1"]])
      const wrong = yield* Effect.flip(openItems({ path, textColumn: "c" }))
      assert.match(wrong.message, /there is no column "c"; give `textColumn` one of "key", "a", "b"/)
      assert.match(
        (yield* Effect.flip(openItems({ path, idColumn: "key" }))).message,
        /the id "1" stands in rows 0 and 1/
      )
    }))

  it.effect("have another hash when their ids are others", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({
        "a.csv": "id,x\na,1\nb,2\n",
        "b.csv": "id,x\nb,1\na,2\n",
        "c.csv": "id,y\na,3\nb,4\n"
      })
      const [a, b, c] = yield* Effect.forEach(
        ["a", "b", "c"],
        (name) => openItems({ path: join(folder, `${name}.csv`) })
      )
      assert.strictEqual(a!.hash, c!.hash)
      assert.notStrictEqual(a!.hash, b!.hash)
    }))
})
