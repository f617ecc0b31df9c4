import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import { folderOf, plain, png } from "../../test/pictures.ts"
import { gather, numbersOf, slice, subset } from "../items.ts"
import { Limits } from "../limits.ts"
import { withScratch } from "../scratch-scope.ts"
import { openImages, readImages } from "./read.ts"

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

describe("openImages", () => {
  const pictures = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}`, png(plain(20 * i))]))
  const names = Object.keys(pictures)

  it.effect("are the same from a file as in memory, wherever they are read", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ ...pictures, bad: "no" })
      const options = { skipBad: true, batch: 3 }, all = list(root, [...names.slice(0, 4), "bad", ...names.slice(4)])
      const said: Array<string> = []
      const held = yield* openImages(all, options)
      const stored = yield* openImages(all, options).pipe(
        Effect.provideService(Limits, { held: 131 }),
        Effect.provideService(Notices, { say: (text) => Effect.sync(() => void said.push(Message.toCode(text))) })
      )
      assert.match(said[0]!, /^12 images of 2 × 2 × 3 bytes take 144 B: they lie in a file in /)
      assert.deepStrictEqual(["data" in held.items, "read" in stored.items], [true, true])
      assert.deepStrictEqual([stored.at, stored.skipped, stored.items.rows], [held.at, held.skipped, 11])
      for (const [from, to] of [[0, 11], [3, 4], [10, 11], [5, 5]] as const) {
        assert.deepStrictEqual(numbersOf(stored.items, from, to), numbersOf(held.items, from, to))
      }
      const at = Uint32Array.of(7, 0, 7, 3)
      assert.deepStrictEqual(gather(stored.items, at), gather(held.items, at))
      const some = subset(stored.items, at)
      assert.deepStrictEqual(slice(some, 1, 4), slice(subset(held.items, at), 1, 4))
      assert.deepStrictEqual(slice(subset(some, Uint32Array.of(3)), 0, 1), slice(held.items, 3, 4))
    }).pipe(withScratch, Effect.provide(NodeServices.layer)))

  it.effect("stay in memory up to the limit", () =>
    Effect.gen(function*() {
      const root = yield* folderOf(pictures)
      const opened = openImages(list(root, names)).pipe(Effect.provideService(Limits, { held: 132 }))
      assert.isTrue("data" in (yield* opened).items)
    }).pipe(withScratch, Effect.provide(NodeServices.layer)))
})
