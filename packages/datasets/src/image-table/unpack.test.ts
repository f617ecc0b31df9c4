import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Progress } from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { cached } from "../../test/cached.ts"
import { parquet } from "../../test/parquet.ts"
import { folderOf, plain, png } from "../../test/pictures.ts"
import { cacheFolder } from "../cache-folder.ts"
import { readKept } from "./kept.ts"
import { unpackImages } from "./unpack.ts"

const fixture = fileURLToPath(new URL("fixtures/bytes.parquet", import.meta.url))

const images = Effect.map(cacheFolder, (folder) => join(folder, "images"))

const unpacked = (path = fixture) => Effect.map(unpackImages(path), Option.getOrThrow)

const told = (report: (done: number) => Effect.Effect<void>) =>
  Effect.provideService(Progress, { report: ({ done }) => report(done) })

layer(NodeServices.layer, { excludeTestServices: true })("unpackImages", (it) => {
  it.effect("unpacks once, and again what someone tidied", () =>
    cached(Effect.gen(function*() {
      let done: Array<number> = []
      const watched = told((rows) => Effect.sync(() => void done.push(rows)))
      const { folder, rows } = yield* watched(unpacked())
      assert.deepStrictEqual(done, [3, 6, 7])
      const written = statSync(join(folder, rows[0]!.file)).mtimeMs
      done = []
      assert.deepStrictEqual((yield* watched(unpacked())).rows, rows)
      assert.deepStrictEqual([done, statSync(join(folder, rows[0]!.file)).mtimeMs], [[], written])
      rmSync(join(folder, rows[3]!.file))
      assert.isUndefined(yield* readKept(folder))
      assert.deepStrictEqual((yield* watched(unpacked())).rows, rows)
      assert.deepStrictEqual([done, readdirSync(join(folder, "files", "0")).length], [[3, 6, 7], 7])
      writeFileSync(join(folder, "rows.jsonl"), "[\n")
      assert.deepStrictEqual((yield* unpacked()).rows, rows)
    })))

  it.effect("leaves nothing where it is ended, and takes away what was left by one that was killed", () =>
    cached(Effect.gen(function*() {
      const parent = yield* images
      const ended = told((rows) => rows < 6 ? Effect.void : Effect.interrupt)
      assert.strictEqual((yield* Effect.exit(ended(unpacked())))._tag, "Failure")
      assert.deepStrictEqual(readdirSync(parent), [])
      const [old, young] = ["0", "1"].map((digit) => `.${digit.repeat(64)}.x.tmp`) as [string, string]
      for (const name of [old, young]) mkdirSync(join(parent, name))
      utimesSync(join(parent, old), 1, 1)
      yield* unpacked()
      assert.deepStrictEqual([old, young].map((name) => readdirSync(parent).includes(name)), [false, true])
    })))

  it.effect("takes what another process wrote meanwhile", () =>
    cached(Effect.gen(function*() {
      const [one, other] = yield* Effect.all([unpacked(), unpacked()], { concurrency: 2 })
      assert.deepStrictEqual(one.rows, other.rows)
      assert.deepStrictEqual(readdirSync(yield* images), [one.folder.split("/").at(-1)])
    })))

  it.effect("finds images in bytes by how they begin, and none in others", () =>
    cached(Effect.gen(function*() {
      const root = yield* folderOf({}), path = join(root, "p.parquet")
      const bytes = yield* Effect.promise(() => png(plain(3)))
      const written = (data: Array<Uint8Array | null>, name = "x") =>
        writeFileSync(
          path,
          parquet([{ name, data, type: "BYTE_ARRAY" }, { name: "n", data: data.map((_, i) => i), type: "INT32" }])
        )
      written([null, bytes])
      const { about, rows } = yield* unpacked(path)
      assert.deepStrictEqual([about.column, about.names, rows.map(({ cells }) => cells)], ["x", ["n"], [[0], [1]]])
      written([Buffer.from("text"), Buffer.from("more")])
      assert.isTrue(Option.isNone(yield* unpackImages(path)))
      writeFileSync(path, "PAR1")
      assert.match((yield* Effect.flip(unpackImages(path))).message, /not a readable parquet file/)
      assert.strictEqual((yield* Effect.flip(unpackImages(join(root, "gone.parquet"))))._tag, "FileProblem")
    })))
})
