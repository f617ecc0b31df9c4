import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { fileURLToPath } from "node:url"
import { cached } from "../test/cached.ts"
import { isic, isicFiles, tiny, tinyFiles } from "../test/image-sets.ts"
import { folderOf, plain, png } from "../test/pictures.ts"
import { knownDatasets } from "./known.ts"
import { load } from "./load.ts"
import { listImages, loadData, loadFolder, loadImages, openData } from "./own.ts"
import { withScratch } from "./scratch-scope.ts"

/** Two classes of five. */
const animals = Object.fromEntries(
  ["cat", "dog"].flatMap((name, c) => Array.from({ length: 5 }, (_, i) => [`${name}/${i}.png`, png(plain(10 * c + i))]))
)

const near = (values: ArrayLike<number>, step: number) =>
  Array.from({ length: values.length / step }, (_, i) => Math.round(values[i * step]! / 10) * 10)

const fixture = (name: string) => fileURLToPath(new URL(`image-table/fixtures/${name}`, import.meta.url))

describe("tables of images", () => {
  it.effect("are data sets where each has a label, with their own test part or a share of each class", () =>
    cached(Effect.gen(function*() {
      const root = yield* folderOf({
        ...animals,
        "all.csv": `path,label\n${Object.keys(animals).map((path) => `${path},${path.slice(0, 3)}`).join("\n")}\n`,
        "parts.jsonl": Object.keys(animals).map((path, i) =>
          JSON.stringify({ image: path, label: path.slice(0, 3), split: i % 2 === 0 ? "train" : "test" })
        ).join("\n")
      })
      const all = yield* loadData(`${root}/all.csv`), parts = yield* withScratch(openData(`${root}/parts.jsonl`))
      assert.deepStrictEqual([all.train.ids.length, all.test.ids.length, all.classNames], [8, 2, ["cat", "dog"]])
      assert.deepStrictEqual(
        near(all.train.items.data, 12),
        all.train.ids.map((id) => Math.round(((id.startsWith("dog") ? 10 : 0) + Number(id[4])) / 10) * 10)
      )
      assert.deepStrictEqual([parts.train.ids.length, parts.test.ids], [
        5,
        [1, 3, 5, 7, 9].map((i) => Object.keys(animals)[i])
      ])
      const lacking = (name: string) =>
        Effect.map(Effect.flip(loadData(fixture(name), { size: 4 })), ({ message }) => message)
      assert.match(yield* lacking("hub.parquet"), /hub\.parquet, row 5: it has no label; fill it in/)
      assert.match(yield* lacking("bytes.parquet"), /bytes\.parquet, row 6: it has no label/)
      const listing = yield* listImages(fixture("hub.parquet"), { labels: "none" })
      assert.deepStrictEqual([listing?.train.ids.length, listing?.train.labels], [6, undefined])
    })).pipe(Effect.provide(NodeServices.layer)))
})

describe("load", () => {
  it.effect("reads TinyImageNet", () =>
    Effect.gen(function*() {
      const root = yield* folderOf(tinyFiles)
      const { classNames, folder, test, train } = yield* load(tiny, { folder: root })
      assert.deepStrictEqual([folder, classNames.length], [root, 2])
      assert.deepStrictEqual([train.items.shape, train.items.normalization?.mean], [[64, 64, 3], [
        0.4802,
        0.4481,
        0.3975
      ]])
      assert.deepStrictEqual(near(train.items.data, 64 * 64 * 3), [10, 20, 30])
      assert.deepStrictEqual(near(test.items.data, 64 * 64 * 3), [40, 50])
      assert.deepStrictEqual([[...train.labels], [...test.labels]], [[0, 0, 1], [1, 0]])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("reads ISIC-2019, at the size that is asked for", () =>
    Effect.gen(function*() {
      const root = yield* folderOf(isicFiles)
      const { classNames, test, train } = yield* load(isic, { folder: root, size: 4 })
      assert.deepStrictEqual([train.items.rows, test.items.rows, classNames[0]], [12, 3, "melanoma"])
      assert.deepStrictEqual(train.items.shape, [4, 4, 3])
      assert.deepStrictEqual(near(test.items.data, 48), test.ids.map((id) => 10 * Number(id.slice(5))))
      const whole = yield* load(isic, { folder: root })
      assert.deepStrictEqual(whole.test.items.shape, [224, 224, 3])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("names the missing image, or goes on without it and says so", () =>
    Effect.gen(function*() {
      const { "val/images/val_0.JPEG": _, ...rest } = tinyFiles
      const root = yield* folderOf({ ...rest, "train/n01/images/n01_1.JPEG": "no" })
      const stopped = yield* Effect.flip(load(tiny, { folder: root }))
      assert.match(stopped.message, /\/train\/n01\/images\/n01_1\.JPEG: these 2 bytes are no whole image/)
      const { skipped, test, train } = yield* load(tiny, { folder: root, skipBad: true })
      assert.deepStrictEqual([train.ids.map((id) => id.slice(-10)), [...train.labels]], [["n01_0.JPEG", "n02_0.JPEG"], [
        0,
        1
      ]])
      assert.deepStrictEqual([test.ids, [...test.labels]], [["val/images/val_1.JPEG"], [0]])
      assert.deepStrictEqual(skipped.map(({ id }) => id), ["train/n01/images/n01_1.JPEG", "val/images/val_0.JPEG"])
      assert.strictEqual(skipped[1]!.problem, "it is listed and not there")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("counts the images before it reads them", () =>
    Effect.gen(function*() {
      const root = yield* folderOf(tinyFiles)
      const more = { ...tiny, splits: { ...tiny.splits, train: { ...tiny.splits.train, rows: 4 } } }
      const error = yield* Effect.flip(load(more, { folder: root, skipBad: true }))
      assert.match(error.message, /: 3 and 2 images to train and to test where tiny has 4 and 2; copy/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})

describe("loadImages", () => {
  it.effect("decides what it was given", () =>
    Effect.gen(function*() {
      const classes = yield* folderOf(animals)
      const labeled = yield* loadImages(classes)
      assert.deepStrictEqual([labeled.classNames, labeled.train.items.rows, labeled.test], [
        ["cat", "dog"],
        10,
        undefined
      ])
      assert.deepStrictEqual([...labeled.train.labels!], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
      assert.deepStrictEqual(labeled.train.items.normalization?.mean, [0.485, 0.456, 0.406])
      const bare = yield* loadImages(`${classes}/cat`, { channels: 1 })
      assert.deepStrictEqual([bare.train.ids, "labels" in bare.train], [
        ["0.png", "1.png", "2.png", "3.png", "4.png"],
        false
      ])
      assert.deepStrictEqual([bare.train.items.shape, [...new Set(bare.train.items.data)]], [[2, 2, 1], [
        0,
        1,
        2,
        3,
        4
      ]])
      assert.deepStrictEqual(bare.train.items.normalization?.mean.length, 1)
      const root = yield* folderOf(tinyFiles)
      assert.strictEqual((yield* loadImages(tiny, { folder: root })).train.items.rows, 3)
      const absent = yield* Effect.flip(loadImages("mnist", { folder: root }))
      assert.strictEqual(absent.reason._tag, "Missing")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("says that there is no such folder, or that it is a file", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ "x.csv": "" })
      assert.match(
        (yield* Effect.flip(loadImages(`${root}/none`))).message,
        /^there is no folder \S+\/none, and no data set of this name; there are digits, mnist, /
      )
      assert.match((yield* Effect.flip(loadImages("dgits"))).message, /there are digits, .*Did you mean "digits"\?$/)
      assert.match(
        (yield* Effect.flip(loadImages(`${root}/x.csv`))).message,
        /x\.csv is a file and not a folder of images/
      )
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("wants all parts of one size", () =>
    Effect.gen(function*() {
      const files = {
        "train/a/1.png": png(plain(1)),
        "train/b/1.png": png(plain(2)),
        "test/a/1.png": png(plain(3, 3, 3))
      }
      const root = yield* folderOf(files)
      assert.match(
        (yield* Effect.flip(loadImages(root))).message,
        /test\/a\/1\.png: this image is 3 × 3 where the first is 2 × 2/
      )
      assert.deepStrictEqual((yield* loadImages(root, { size: 5 })).test?.items.shape, [5, 5, 3])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})

describe("listImages", () => {
  it.effect("lists what can be streamed", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ ...animals, ...tinyFiles })
      assert.deepStrictEqual((yield* listImages(`${root}/cat`))?.train.ids.length, 5)
      assert.deepStrictEqual((yield* listImages(tiny, { folder: root }))?.test?.ids.length, 2)
      const one = { names: ["cat/0.png"] } as const, split = { rows: 1, files: [one] } as const
      const digits = { ...knownDatasets.get("mnist")!, splits: { train: split, test: split } }
      assert.strictEqual(yield* listImages(digits, { folder: root }), undefined)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})

describe("loadFolder", () => {
  it.effect("keeps a part of each class to test with, drawn by the seed", () =>
    Effect.gen(function*() {
      const root = yield* folderOf(animals)
      const { test, train } = yield* loadFolder(root)
      assert.deepStrictEqual([[...train.labels], [...test.labels]], [[0, 0, 0, 0, 1, 1, 1, 1], [0, 1]])
      assert.deepStrictEqual([...train.ids, ...test.ids].sort(), Object.keys(animals).sort())
      const more = yield* loadFolder(root, { holdOut: 0.4, seed: 1 })
      assert.deepStrictEqual([...more.test.labels], [0, 0, 1, 1])
      assert.match((yield* Effect.flip(loadFolder(root, { holdOut: 2 }))).message, /a hold-out of 2/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("takes the folder's own test part, and wants labels", () =>
    Effect.gen(function*() {
      const files = { "train/a/1.png": png(plain(1)), "train/b/1.png": png(plain(2)) }
      const root = yield* folderOf({ ...files, "val/b/1.png": png(plain(3)) })
      const { test } = yield* loadFolder(root)
      assert.deepStrictEqual([test.ids, [...test.labels]], [["val/b/1.png"], [1]])
      const bare = yield* folderOf({ ...files, "test/1.png": png(plain(3)) })
      assert.match((yield* Effect.flip(loadFolder(bare))).message, /has no labeled items to test; a data set has/)
      assert.match((yield* Effect.flip(loadFolder(`${root}/train/a`))).message, /has no labels; a data set has/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})

describe("loadData", () => {
  it.effect("takes names, tables and folders", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ ...animals, ...tinyFiles, "t.csv": "split,x,label\ntrain,1,a\ntest,2,a\n" })
      assert.strictEqual((yield* loadData(tiny, { folder: root })).name, "tiny")
      assert.deepStrictEqual([...(yield* loadData(`${root}/t.csv`)).test.items.data], [2])
      const pets = yield* folderOf(animals)
      assert.deepStrictEqual([...(yield* loadData(pets, { size: 1 })).test.items.shape], [1, 1, 3])
      assert.strictEqual((yield* Effect.flip(loadData("mnist", { folder: root }))).reason._tag, "Missing")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
