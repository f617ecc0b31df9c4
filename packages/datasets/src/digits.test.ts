import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { digits } from "./digits.ts"

const failing = (files: Parameters<typeof FileSystem.layerNoop>[0]) =>
  digits.pipe(Effect.flip, Effect.provide(FileSystem.layerNoop(files)), Effect.provide(Path.layer))

describe("digits", () => {
  it.effect("holds 1,797 images of 64 gray levels and as many labels", () =>
    Effect.gen(function*() {
      const { classNames, imageSize, labels, pool } = yield* digits
      assert.deepStrictEqual([pool.rows, pool.cols, pool.data.length], [1797, 64, 1797 * 64])
      assert.deepStrictEqual([Math.min(...pool.data.slice(0, 6400)), Math.max(...pool.data.slice(0, 6400))], [0, 16])
      assert.strictEqual(labels.length, 1797)
      assert.strictEqual(imageSize[0] * imageSize[1], pool.cols)
      const counts = classNames.map((_, c) => labels.filter((label) => label === c).length)
      assert.deepStrictEqual(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("keeps images and labels together: a row of the source file", () =>
    Effect.gen(function*() {
      const { labels, pool } = yield* digits
      const row = Array.from(pool.data.subarray(1796 * 64))
      assert.deepStrictEqual(row.slice(0, 8), [0, 0, 10, 14, 8, 1, 0, 0])
      assert.strictEqual(labels[1796], 8)
      assert.deepStrictEqual(Array.from(labels.slice(0, 12)), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("refuses a changed file", () =>
    Effect.gen(function*() {
      const error = yield* failing({ readFile: () => Effect.succeed(new Uint8Array(8)) })
      assert.strictEqual(error.reason._tag, "Changed")
      assert.match(
        error.message,
        /digits\.npy: sha256 af5570f5.* instead of 06622382.*install @marginalia\/datasets again/
      )
    }))

  it.effect("says which file is missing", () =>
    Effect.gen(function*() {
      const error = yield* failing({})
      assert.strictEqual(error.reason._tag, "Unreadable")
      assert.match(error.message, /digits\.npy: this file of the data set cannot be read/)
    }))
})
