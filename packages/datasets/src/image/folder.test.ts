import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import { folderOf } from "../../test/pictures.ts"
import { type FolderOptions, listFolder } from "./folder.ts"

/** Lists a folder of empty files at these paths. */
const listing = (paths: ReadonlyArray<string>, options: FolderOptions = {}) =>
  Effect.gen(function*() {
    const root = yield* folderOf(Object.fromEntries(paths.map((path) => [path, ""])))
    const list = yield* listFolder(root, options)
    assert.deepStrictEqual([list.name, list.folder], [basename(root), root])
    for (const part of [list.train, list.validation, list.test]) {
      assert.deepStrictEqual(part?.paths, part?.ids.map((id) => `${root}/${id}`))
    }
    return list
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

/** What is said on the way. */
const hearing = (said: Array<string>) =>
  Effect.provideService(Notices, { say: (line: string) => Effect.sync(() => void said.push(line)) })

const problem = (paths: ReadonlyArray<string>) =>
  Effect.map(Effect.flip(listing(paths)), ({ message }) => message.replace(/^\S*marginalia-pictures-\w+/, ""))

describe("listFolder", () => {
  it.effect("takes images beside each other, with whatever folders below, as unlabeled", () =>
    Effect.gen(function*() {
      const { classNames, test, train } = yield* listing(["b.png", "a.jpg", "more/c.webp", "notes.txt"])
      assert.deepStrictEqual([train.ids, train.labels, classNames, test], [
        ["a.jpg", "b.png", "more/c.webp"],
        undefined,
        [],
        undefined
      ])
      const one = yield* listing(["all/b.png", "all/a.png"])
      assert.deepStrictEqual([one.train.ids, one.train.labels], [["all/a.png", "all/b.png"], undefined])
    }))

  it.effect("takes two folders or more for classes, in the order of their names", () =>
    Effect.gen(function*() {
      const { classNames, train } = yield* listing(["dog/1.png", "cat/2.png", "cat/10.png", "Ape/deep/x.png", "t.txt"])
      assert.deepStrictEqual(classNames, ["Ape", "cat", "dog"])
      assert.deepStrictEqual(train.ids, ["Ape/deep/x.png", "cat/10.png", "cat/2.png", "dog/1.png"])
      assert.deepStrictEqual(train.labels, Int32Array.of(0, 1, 1, 2))
    }))

  it.effect("numbers classes that are numbers by value, as everything else does", () =>
    Effect.gen(function*() {
      const { classNames, train } = yield* listing(["10/a.png", "9/b.png", "1/c.png"])
      assert.deepStrictEqual(classNames, ["1", "9", "10"])
      assert.deepStrictEqual([train.ids, [...train.labels!]], [["1/c.png", "9/b.png", "10/a.png"], [0, 1, 2]])
      const parts = yield* listing(["train/10/a.png", "train/9/b.png", "test/10/c.png"])
      assert.deepStrictEqual([parts.classNames, [...parts.test!.labels!]], [["9", "10"], [1]])
    }))

  it.effect("takes them for folders only where told to", () =>
    Effect.gen(function*() {
      const { classNames, train } = yield* listing(["dog/1.png", "cat/2.png"], { labels: "none" })
      assert.deepStrictEqual([train.ids, train.labels, classNames], [["cat/2.png", "dog/1.png"], undefined, []])
    }))

  it.effect("knows parts to train, to validate and to test, with one set of classes", () =>
    Effect.gen(function*() {
      const three = yield* listing([
        "train/b/1.png",
        "train/a/2.png",
        "train/c/3.png",
        "val/c/4.png",
        "val/a/5.png",
        "test/6.png",
        "test/7.png"
      ])
      assert.deepStrictEqual(three.classNames, ["a", "b", "c"])
      assert.deepStrictEqual(three.train.ids, ["train/a/2.png", "train/b/1.png", "train/c/3.png"])
      assert.deepStrictEqual([three.validation?.ids, three.validation?.labels], [
        ["val/a/5.png", "val/c/4.png"],
        Int32Array.of(0, 2)
      ])
      assert.deepStrictEqual([three.test?.ids, three.test?.labels], [["test/6.png", "test/7.png"], undefined])
    }))

  it.effect("tests with val where there is no test", () =>
    Effect.gen(function*() {
      const { test, validation } = yield* listing(["train/a/1.png", "train/b/1.png", "valid/a/1.png", "valid/b/1.png"])
      assert.deepStrictEqual([test?.labels, validation], [Int32Array.of(0, 1), undefined])
    }))

  it.effect("knows parts in any case of letters, and says which folders are none", () =>
    Effect.gen(function*() {
      const said: Array<string> = []
      const { test, train, validation } = yield* listing([
        "Train/a/1.png",
        "Train/b/1.png",
        "VAL/a/2.png",
        "VAL/b/2.png",
        "Testing/a/3.png",
        "Testing/b/3.png",
        "extra/4.png"
      ]).pipe(hearing(said))
      assert.deepStrictEqual([train.ids, validation?.ids, test?.ids], [
        ["Train/a/1.png", "Train/b/1.png"],
        ["VAL/a/2.png", "VAL/b/2.png"],
        ["Testing/a/3.png", "Testing/b/3.png"]
      ])
      assert.deepStrictEqual([train.labels, validation?.labels, test?.labels], Array(3).fill(Int32Array.of(0, 1)))
      assert.match(said.join(), /extra passed over: beside Train, only validation and test are parts/)
      assert.match(
        yield* problem(["train/a/1.png", "Train/b/1.png"]),
        /Train and .*train: these folders are all the part train/
      )
    }))

  it.effect("takes the images of YOLO's folders, with or without parts, and no labels for a class", () =>
    Effect.gen(function*() {
      const said: Array<string> = []
      const flat = yield* hearing(said)(listing(["images/1.jpg", "images/2.jpg", "labels/1.txt", "labels/2.txt"]))
      assert.deepStrictEqual([flat.train.ids, flat.classNames, flat.test], [
        ["images/1.jpg", "images/2.jpg"],
        [],
        undefined
      ])
      assert.match(said[0]!, /labels holds no image, and is no class/)
      assert.match(said[1]!, /2 \.txt in .* passed over/)
      const yolo = ["images/train/1.jpg", "images/val/2.jpg", "labels/train/1.txt", "labels/val/2.txt", "data.yaml"]
      const { test, train } = yield* listing(yolo)
      assert.deepStrictEqual([train.ids, test?.ids, train.labels], [
        ["images/train/1.jpg"],
        ["images/val/2.jpg"],
        undefined
      ])
      const roboflow = ["train/images/1.jpg", "train/labels/1.txt", "valid/images/2.jpg", "valid/labels/2.txt"]
      const other = yield* listing(roboflow)
      assert.deepStrictEqual([other.train.ids, other.test?.ids], [["train/images/1.jpg"], ["valid/images/2.jpg"]])
      assert.deepStrictEqual((yield* listing(["images/1.jpg", "labels/2.jpg"])).classNames, ["images", "labels"])
    }))

  it.effect("passes over what systems leave behind, and counts what is no image", () =>
    Effect.gen(function*() {
      const said: Array<string> = []
      const { classNames, train } = yield* hearing(said)(listing([
        ...["__MACOSX/cat/._1.png", "__MACOSX/x.png", ".DS_Store", "cat/.DS_Store", "cat/Thumbs.db"],
        ...["cat/1.png", "cat/2.bmp", "dog/3.png", "dog/4.BMP", "README.md"]
      ]))
      assert.deepStrictEqual([classNames, train.ids], [["cat", "dog"], ["cat/1.png", "dog/3.png"]])
      assert.strictEqual(said.length, 1)
      assert.match(said[0]!, /^note: 2 \.bmp, 1 \.md, 1 __MACOSX\/ in .* passed over: no images, by their names$/)
      assert.match(yield* problem(["a/1.png", "b/2.bmp"]), /holds no image \(1 \.bmp\); .* \(`labels: "none"`\)/)
      assert.match(yield* problem(["2.bmp"]), /it holds 1 \.bmp/)
    }))

  it.effect("says that folders are no classes where images lie beside them", () =>
    Effect.gen(function*() {
      const said: Array<string> = []
      const { classNames } = yield* hearing(said)(listing(["cover.png", "cat/1.png", "dog/1.png"]))
      assert.deepStrictEqual(classNames, [])
      assert.match(said.join(), /cover\.png in .* lie beside folders, so that these are no classes/)
    }))

  it.effect("refuses empty folders, classes without images, and unknown classes to test with", () =>
    Effect.gen(function*() {
      assert.match(yield* problem(["a.txt"]), /^: there is no image in this folder or below \(jpg/)
      assert.match(
        yield* problem(["a/x.png", "b/notes.txt"]),
        /^\/b: this folder is a class by its place and holds no image/
      )
      assert.match(
        yield* problem(["train/a/1.png", "train/b/1.png", "test/a/1.png", "test/x/1.png"]),
        /^\/test\/x: this class is not among those to train with/
      )
    }))
})
