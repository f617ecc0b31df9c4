import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { copyFileSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { cached } from "../../test/cached.ts"
import { folderOf, plain, png } from "../../test/pictures.ts"
import { listImageTable, type ListTableOptions } from "./list.ts"

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

const listed = Effect.fnUntraced(function*(path: string, options: ListTableOptions = {}) {
  return Option.getOrThrow(yield* listImageTable(path, options))
})

const heard = <A, E, R>(effect: Effect.Effect<A, E, R>) => {
  const notes: Array<string> = []
  const say = (message: Message.Message) => Effect.sync(() => void notes.push(Message.toCode(message)))
  return Effect.map(Effect.provideService(effect, Notices, { say }), (found) => ({ found, notes }))
}

layer(NodeServices.layer)("tables of images", (it) => {
  it.effect("that datasets wrote are its images, with the names of its classes and what else it says", () =>
    cached(Effect.gen(function*() {
      for (const name of ["hub.parquet", "hub.arrow"]) {
        const { classNames, folder, name: own, train } = yield* listed(fixture(name))
        assert.strictEqual(own, "hub")
        const bare = ["0.jpg", "0.png", "1.jpg", "1.png", "2.jpg", "2.png"]
        const folders = bare.map((id, i) => `${i % 2 === 0 ? "dogs" : "cats"}/${id}`)
        assert.deepStrictEqual(train.ids, name === "hub.parquet" ? folders : bare)
        assert.deepStrictEqual(classNames, ["10", "cat", "dog"])
        assert.deepStrictEqual([...train.labels!], [2, 1, 2, 1, 0, -1])
        assert.deepStrictEqual(train.fields, {
          names: ["note", "when"],
          rows: [["a", "9007199254740993"], ["b", 2], [null, 3], ["d", 4], ["e", 5], ["f", 6]]
        })
        assert.isTrue(train.paths.every((path) => path.startsWith(folder)))
        assert.deepStrictEqual(train.paths.map((path) => path.slice(-4)), [
          ".jpg",
          ".png",
          ".jpg",
          ".png",
          ".jpg",
          ".png"
        ])
        assert.deepStrictEqual([...readFileSync(train.paths[1]!).subarray(1, 4)], [80, 78, 71])
        assert.include(train.called![3], `${name}, row 3`)
      }
      const { classNames, train } = yield* listed(fixture("hub.parquet"), { labels: "none" })
      assert.deepStrictEqual([classNames, train.labels], [[], undefined])
    })))

  it.effect("of plain bytes keep ids, splits, and rows that hold no image", () =>
    cached(Effect.gen(function*() {
      const { classNames, test, train } = yield* listed(fixture("bytes.parquet"))
      assert.deepStrictEqual([train.ids, test!.ids], [["r0", "r1", "r3", "r5", "r6"], ["r2", "r4"]])
      assert.deepStrictEqual([classNames, [...train.labels!], [...test!.labels!]], [["a", "b"], [0, 1, 1, 1, -1], [
        0,
        0
      ]])
      const sizes = [...train.paths, ...test!.paths].map((path) => readFileSync(path).length)
      assert.deepStrictEqual(sizes.map((size) => size > 8), [true, false, true, false, true, false, true])
      assert.deepStrictEqual(readFileSync(test!.paths[0]!, "utf8"), "no image")
      assert.match(train.paths[4]!, /\.webp$/)
    })))

  it.effect("name their images safely, whatever their paths say", () =>
    cached(Effect.gen(function*() {
      const { train: { ids } } = yield* listed(fixture("paths.parquet"))
      assert.deepStrictEqual(ids, [
        "etc/passwd.png",
        "abs/x.png",
        "win/y.png",
        "a/b/c.png",
        "same.png",
        "same-2.png",
        "SAME-3.png",
        "07.png",
        "_bad_.png",
        "09.png",
        `${"x".repeat(196)}.png`,
        "_hidden.png"
      ])
    })))

  it.effect("are several files together, which say their parts, and what is not there", () =>
    cached(Effect.gen(function*() {
      const root = yield* folderOf({ "README.md": "", "data/.x": "" })
      const copy = (name: string) => copyFileSync(fixture("hub.parquet"), join(root, "data", name))
      for (
        const name of ["train-00000-of-00003.parquet", "train-00001-of-00003.parquet", "test-00000-of-00001.parquet"]
      ) {
        copy(name)
      }
      const { found: { test, train }, notes } = yield* heard(listed(root))
      assert.deepStrictEqual([train.ids.length, test!.ids.length, new Set([...train.ids, ...test!.ids]).size], [
        12,
        6,
        18
      ])
      assert.lengthOf(notes, 1)
      assert.include(notes[0], "train-00002-of-00003.parquet not here")
      const one = yield* listed(join(root, "data", "train-*.parquet"))
      assert.deepStrictEqual([one.train.ids.length, one.test], [12, undefined])
      copyFileSync(fixture("bytes.parquet"), join(root, "data", "train-00002-of-00003.parquet"))
      assert.match((yield* Effect.flip(listed(root))).message, /its columns are/)
    })))

  it.effect("of text name files beside them", () =>
    cached(Effect.gen(function*() {
      const root = yield* folderOf({
        "img/a.png": png(plain(1)),
        "img/b.png": png(plain(2)),
        "metadata.csv": "file_name,label,age\nimg/a.png,cat,3\nimg/b.png,,4\nimg/gone.png,dog,5\n",
        "rows.jsonl": "{\"image\":\"img/a.png\",\"caption\":\"one\"}\n{\"image\":\"img/b.png\",\"caption\":\"two\"}\n",
        "vectors.csv": "image,x,y\nimg/a.png,1,2\nimg/b.png,3,4\n",
        "away.csv": "image\nother/a.png\n",
        "text.csv": "text,label\nhello there,a\n"
      })
      const { classNames, train } = yield* listed(join(root, "metadata.csv"))
      assert.deepStrictEqual([train.ids, classNames], [["img/a.png", "img/b.png", "img/gone.png"], ["cat", "dog"]])
      assert.deepStrictEqual([...train.labels!], [0, -1, 1])
      assert.deepStrictEqual(train.paths[0], join(root, "img/a.png"))
      const { train: { fields } } = yield* listed(join(root, "rows.jsonl"))
      assert.deepStrictEqual(fields, { names: ["caption"], rows: [["one"], ["two"]] })
      for (const name of ["vectors.csv", "away.csv", "text.csv", "", "img", "nowhere.parquet"]) {
        assert.isTrue(Option.isNone(yield* listImageTable(join(root, name))), name)
      }
    })))
})
