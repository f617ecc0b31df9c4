import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Message } from "@marginalia/core"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import { fileURLToPath } from "node:url"
import { cached } from "../test/cached.ts"
import { folder } from "../test/files.ts"
import { itemFiles, type ItemsOptions, readItems } from "./read-items.ts"
import { withScratch } from "./scratch-scope.ts"

const table = "id,split,label,x,y\na,train,cat,1,2\nb,test,dog,3,4\nc,train,,5,6\n"

const tableOfImages = fileURLToPath(new URL("image-table/fixtures/bytes.parquet", import.meta.url))

layer(NodeServices.layer)("readItems", (it) => {
  const read = (name: string, options?: ItemsOptions) => withScratch(readItems(name, options))

  it.effect("reads a pool with its ids and labels, and says what it left out of the vectors", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, said: Array<string> = []
      const found = yield* read(put("pool.csv", table)).pipe(
        Effect.provideService(Notices, { say: (text) => Effect.sync(() => void said.push(Message.toCode(text))) })
      )
      const { classNames, ids, items, kind, labels, rowNumbers } = found
      assert.deepStrictEqual({ kind, ids, classNames, rowNumbers }, {
        kind: "pool",
        ids: ["a", "b", "c"],
        classNames: ["cat", "dog"],
        rowNumbers: false
      })
      assert.deepStrictEqual([...labels!], [0, 1, -1])
      assert.deepStrictEqual("data" in items && [...items.data], [1, 2, 3, 4, 5, 6])
      assert.include(said.join("\n"), "label")
    }))

  it.effect("takes the rows of a part, and knows that the others may have labels", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, path = put("pool.csv", table)
      const { ids, isPart } = yield* read(path, { split: "train" })
      assert.deepStrictEqual([ids, isPart], [["a", "c"], true])
      assert.strictEqual((yield* read(path)).isPart, false)
    }))

  it.effect("reads a table of images as a folder of them: with sizes, parts, and what is left out told by its row", () =>
    cached(Effect.gen(function*() {
      const said: Array<string> = []
      const found = yield* read(tableOfImages, { size: 4, skipBad: true, split: "all" }).pipe(
        Effect.provideService(Notices, { say: (text) => Effect.sync(() => void said.push(Message.toCode(text))) })
      )
      const { classNames, ids, items, kind, labels } = found
      assert.deepStrictEqual([kind, ids, items.shape], ["table of images", ["r0", "r3", "r6", "r4"], [4, 4, 3]])
      assert.deepStrictEqual([classNames, [...labels!]], [["a", "b"], [0, 1, -1, 0]])
      assert.lengthOf(said.filter((text) => /left out: .*bytes\.parquet, row [125]: /.test(text)), 3)
      assert.match((yield* Effect.flip(read(tableOfImages, { size: 4 }))).message, /row 1: this image is an empty file/)
      const unnamed = yield* Effect.flip(read(tableOfImages, { shape: [2, 2, 1] }))
      assert.include(unnamed.message, "says nothing about a table of images")
      // Named features make it a pool of vectors.
      assert.include((yield* Effect.flip(read(tableOfImages, { features: ["id"] }))).message, "holds \"r0\"")
    })))

  it.effect("takes rows for images of a shape, and refuses one of other numbers", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, path = put("pool.csv", "a,b,c,d\n1,2,3,4\n")
      assert.deepStrictEqual((yield* read(path, { shape: [2, 2, 1] })).items.shape, [2, 2, 1])
      const { message } = yield* Effect.flip(read(path, { shape: [3, 2, 1] }))
      assert.include(message, "`shape` 3x2x1 has 6 numbers, and the rows have 4")
    }))

  it.effect("knows data sets by name, and no output may replace a file that it reads", () =>
    Effect.gen(function*() {
      const { classNames, ids, kind, labels } = yield* read("digits")
      assert.deepStrictEqual([kind, ids.length, classNames.length, labels?.length], ["data set", 1797, 10, 1797])
      assert.deepStrictEqual(itemFiles("digits"), [])
      assert.deepStrictEqual(itemFiles("./digits").map(({ path }) => path), ["./digits"])
    }))

  it.effect("refuses settings that say nothing about such items, under their names in code", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, path = put("pool.csv", table)
      const cases: ReadonlyArray<readonly [string, ItemsOptions, string]> = [
        ["digits", { shape: [8, 8, 1] }, "`shape` says nothing about a data set; it is for a pool"],
        [path, { skipBad: true }, "`skipBad` says nothing about a pool; it is for a data set or a folder"],
        [path, { labels: "none" }, "`labels: \"none\"` says nothing about a pool; it is for a folder"],
        [path, { folder: "x" }, "`folder` says nothing about a pool; it is for a data set"]
      ]
      for (const [name, options, says] of cases) {
        const error = yield* Effect.flip(read(name, options))
        assert.include(error.message, says)
      }
      assert.strictEqual((yield* read(path, { skipBad: false, labels: undefined })).kind, "pool")
    }))
})
