import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import { Progress } from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { folderOf, plain, png } from "../../test/pictures.ts"
import { type ImageList, type ReadOptions, streamImages } from "./stream.ts"

/** Seven pictures, each of its own value; `broken` are no images. */
const seven = (broken: ReadonlyArray<number> = []) =>
  Effect.gen(function*() {
    const names = [0, 1, 2, 3, 4, 5, 6]
    const root = yield* folderOf(
      Object.fromEntries(names.map((i) => [`${i}.png`, broken.includes(i) ? "no" : png(plain(i))]))
    )
    return { ids: names.map((i) => `id${i}`), paths: names.map((i) => `${root}/${i}.png`) } satisfies ImageList
  })

const batches = (list: ImageList, options: ReadOptions) => Stream.runCollect(streamImages(list, options))

describe("streamImages", () => {
  it.effect("gives batch after batch in the list's order, and says how far it is", () =>
    Effect.gen(function*() {
      const events: Array<string> = []
      const read = yield* batches(yield* seven(), { batch: 3 }).pipe(
        Effect.provideService(Progress, {
          report: ({ done, step, total }) => Effect.sync(() => events.push(`${step} ${done}/${total}`))
        })
      )
      assert.deepStrictEqual(read.map(({ at }) => [...at]), [[0, 1, 2], [3, 4, 5], [6]])
      assert.deepStrictEqual(read.map(({ data }) => [...new Set(data)]), [[0, 1, 2], [3, 4, 5], [6]])
      assert.deepStrictEqual(read.map(({ data, shape }) => [data.length, ...shape]), [
        [36, 2, 2, 3],
        [36, 2, 2, 3],
        [12, 2, 2, 3]
      ])
      assert.deepStrictEqual(events, ["images 3/7", "images 6/7", "images 7/7"])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("stops at the first bad image in order, or leaves bad ones out and reports them", () =>
    Effect.gen(function*() {
      const list = yield* seven([2, 3, 6])
      for (let again = 0; again < 5; again++) {
        assert.match((yield* Effect.flip(batches(list, {}))).message, /\/2\.png: these 2 bytes are no whole image/)
      }
      const read = yield* batches(list, { batch: 3, skipBad: true })
      assert.deepStrictEqual(read.map(({ at }) => [...at]), [[0, 1], [4, 5], []])
      assert.deepStrictEqual(read.flatMap(({ skipped }) => skipped.map(({ id, path }) => [id, path])), [
        ["id2", list.paths[2]],
        ["id3", list.paths[3]],
        ["id6", list.paths[6]]
      ])
      assert.match(Message.toCode(read[0]!.skipped[0]!.problem), /^these 2 bytes are no whole image \([^;]*\)$/)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("takes images of one size as they are, and wants a size for others", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ "a.png": png(plain(1, 2, 3)), "b.png": png(plain(2, 3, 2)) })
      const list = { ids: ["a", "b"], paths: [`${root}/a.png`, `${root}/b.png`] }
      assert.match(
        (yield* Effect.flip(batches(list, { batch: 1 }))).message,
        /\/b\.png: this image is 3 × 2 where the first is 2 × 3, and no size is given to bring all to/
      )
      const [read] = yield* batches(list, { skipBad: true })
      assert.deepStrictEqual([[...read!.at], read!.shape], [[0], [2, 3, 3]])
      const [other] = yield* batches(list, { skipBad: true, expected: [3, 2] })
      assert.deepStrictEqual([[...other!.at], other!.shape], [[1], [3, 2, 3]])
      const [sized] = yield* batches(list, { size: 4, expected: [3, 2] })
      assert.deepStrictEqual([[...sized!.at], sized!.shape], [[0, 1], [4, 4, 3]])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
