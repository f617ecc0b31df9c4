import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import type * as Matrix from "@marginalia/core/Matrix"
import type { Items } from "@marginalia/datasets/items"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { cacheFolder, encodeCached, nameOf } from "./cache.ts"
import type { Encoder } from "./Encoder.ts"
import { EncoderError } from "./errors.ts"
import { ofItems } from "./Source.ts"

const items: Items = { data: Float32Array.from({ length: 30 }, (_, i) => i), rows: 10, shape: [3] }
const expected = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : -1) * Math.floor(i / 2) * 3)

/** First number and its negative; counts its batches, and fails at the batch of item `until`. */
const counted = (until = Infinity) => {
  const batches: Array<number> = []
  const encoder: Encoder<Items> = {
    name: "counted",
    hash: "counted",
    batch: 4,
    encode: ({ data, rows }) => {
      const first = data[0]!
      if (first >= 3 * until) {
        return Effect.fail(
          new EncoderError({ encoder: "counted", reason: { _tag: "Refused", problem: "enough", cause: 0 } })
        )
      }
      batches.push(first / 3)
      const out = Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? 1 : -1) * data[3 * (i >> 1)]!)
      return Effect.succeed<Matrix.Matrix>({ data: out, rows, cols: 2 })
    }
  }
  return { batches, encoder }
}

const temporary = Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped())

layer(NodeServices.layer)("encodeCached", (it) => {
  it.effect("computes once, and reads what it computed", () =>
    Effect.gen(function*() {
      const folder = `${yield* temporary}/not/yet/there`, { batches, encoder } = counted()
      const first = yield* encodeCached(encoder, ofItems(items), { folder })
      assert.deepStrictEqual([Array.from(first.matrix.data), first.reused], [expected, 0])
      const second = yield* encodeCached(encoder, ofItems(items), { folder })
      assert.deepStrictEqual([second.matrix, second.reused], [first.matrix, 10])
      assert.deepStrictEqual(batches, [0, 4, 8])
    }))

  it.effect("goes on where it stopped, whole batches only", () =>
    Effect.gen(function*() {
      const folder = yield* temporary, fs = yield* FileSystem.FileSystem
      const stopped = counted(8)
      assert.match((yield* Effect.flip(encodeCached(stopped.encoder, ofItems(items), { folder }))).message, /enough/)
      assert.deepStrictEqual((yield* fs.readDirectory(folder)).map((name) => name.split(".")[1]), ["part"])
      const { batches, encoder } = counted()
      const { matrix, reused } = yield* encodeCached(encoder, ofItems(items), { folder })
      assert.deepStrictEqual([batches, reused], [[8], 8])
      assert.deepStrictEqual(Array.from(matrix.data), expected)
      assert.deepStrictEqual((yield* fs.readDirectory(folder)).map((name) => name.split(".")[1]), ["rows"])
    }))

  it.effect("does not take a torn batch, another file or a damaged one for an embedding", () =>
    Effect.gen(function*() {
      const folder = yield* temporary, fs = yield* FileSystem.FileSystem
      const part = `${folder}/${nameOf({ hash: "counted" }, yield* ofItems(items).hash)}.part`
      const whole = part.replace(".part", ".rows")
      yield* Effect.ignore(encodeCached(counted(8).encoder, ofItems(items), { folder }))
      const bytes = yield* fs.readFile(part)
      yield* fs.writeFile(part, bytes.subarray(0, bytes.length - 3))
      const torn = counted()
      yield* encodeCached(torn.encoder, ofItems(items), { folder })
      assert.deepStrictEqual(torn.batches, [4, 8])
      const good = yield* fs.readFile(whole)
      for (
        const bad of [
          good.with(20, good[20]! ^ 1),
          good.subarray(0, 50),
          new TextEncoder().encode("no embedding at all"),
          new Uint8Array(0)
        ]
      ) {
        yield* fs.writeFile(whole, bad)
        const again = counted()
        const { matrix } = yield* encodeCached(again.encoder, ofItems(items), { folder })
        assert.deepStrictEqual([again.batches, Array.from(matrix.data)], [[0, 4, 8], expected])
        yield* fs.remove(whole)
        yield* fs.writeFile(part, bad)
        assert.deepStrictEqual(
          Array.from((yield* encodeCached(counted().encoder, ofItems(items), { folder })).matrix.data),
          expected
        )
      }
    }))

  it.effect("tells other items and other encoders apart", () =>
    Effect.gen(function*() {
      const hash = yield* ofItems(items).hash
      const other = yield* ofItems({ ...items, rows: 9, data: items.data.slice(0, 27) }).hash
      assert.strictEqual(
        new Set([nameOf({ hash: "a" }, hash), nameOf({ hash: "b" }, hash), nameOf({ hash: "a" }, other)]).size,
        3
      )
    }))

  it.effect("says when its folder cannot be used", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem, file = `${yield* temporary}/file`
      yield* fs.writeFileString(file, "")
      const error = yield* Effect.flip(encodeCached(counted().encoder, ofItems(items), { folder: `${file}/below` }))
      assert.match(error.message, /file\/below: .*name another folder/)
    }))

  it.effect("lies where MARGINALIA_CACHE, XDG_CACHE_HOME or the home folder say", () =>
    Effect.gen(function*() {
      const at = (env: Record<string, string>) =>
        Effect.provide(cacheFolder, ConfigProvider.layer(ConfigProvider.fromUnknown(env)))
      assert.strictEqual(yield* at({ MARGINALIA_CACHE: "/c", XDG_CACHE_HOME: "/x" }), "/c")
      assert.strictEqual(yield* at({ MARGINALIA_CACHE: "", XDG_CACHE_HOME: "/x", HOME: "/h" }), "/x/marginalia")
      assert.strictEqual(yield* at({ HOME: "/h" }), "/h/.cache/marginalia")
    }))
})
