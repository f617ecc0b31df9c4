import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folderOf, plain, png } from "../../test/pictures.ts"
import { readImages } from "./read.ts"

const list = (root: string, names: ReadonlyArray<string>) => ({
  ids: names,
  paths: names.map((name) => `${root}/${name}`)
})

describe("readImages", () => {
  it.effect("puts all images side by side, without those left out", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ a: png(plain(1)), b: "no", c: png(plain(3)), d: png(plain(4)) })
      const { at, data, rows, shape, skipped } = yield* readImages(list(root, ["d", "b", "c", "a", "e"]), {
        skipBad: true,
        batch: 2
      })
      assert.deepStrictEqual([[...at], rows, shape], [[0, 2, 3], 3, [2, 2, 3]])
      assert.deepStrictEqual([data.length, data[0], data[12], data[24]], [36, 4, 3, 1])
      assert.deepStrictEqual(skipped.map(({ id }) => id), ["b", "e"])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("fails where nothing is left, and where memory is too small", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ a: "no", b: png(plain(1)) })
      const none = yield* Effect.flip(readImages(list(root, ["a"]), { skipBad: true }))
      assert.match(none.message, /^none of 1 images can be read; the first, \S+\/a: these 2 bytes are no whole image/)
      assert.match((yield* Effect.flip(readImages({ ids: [], paths: [] }))).message, /^none of 0 images can be read$/)
      const many = { length: 2 ** 24, 0: `${root}/b` } as unknown as ReadonlyArray<string>
      const huge = yield* Effect.flip(readImages({ ids: many, paths: many }, { batch: 1, size: 512 }))
      assert.match(huge.message, /^16777216 images of 512 × 512 × 3 bytes take 13\.2 TB, more than there is memory/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
