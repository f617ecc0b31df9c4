import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import sharp from "sharp"
import { folderOf, plain, png } from "../../test/pictures.ts"
import { tiff } from "../../test/tiff.ts"
import { readImage } from "./decode.ts"
import { type ImageOptions, imageRule } from "./options.ts"
import { readImages } from "./read.ts"

const read = (bytes: Uint8Array | Promise<Uint8Array>, options: ImageOptions = {}) =>
  Effect.gen(function*() {
    const folder = yield* folderOf({ x: bytes })
    return yield* readImage(sharp, `${folder}/x`, yield* imageRule({ channels: 1, ...options }))
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

const values = (bytes: Uint8Array | Promise<Uint8Array>, options: ImageOptions = {}) =>
  Effect.map(read(bytes, options), ({ data }) => [...data])

const problem = (bytes: Uint8Array | Promise<Uint8Array>, options: ImageOptions = {}) =>
  Effect.map(Effect.flip(read(bytes, options)), ({ message }) => message)

/** Four gray pixels of 16 bits as a PNG file. */
const png16 = (...pixels: ReadonlyArray<number>): Promise<Uint8Array> =>
  sharp(Uint16Array.from(pixels), { raw: { width: 2, height: 2, channels: 1 } }).toColourspace("grey16").png()
    .toBuffer()

const quarters = [0, 85, 170, 255]

describe("an image of more than a byte a channel", () => {
  it.effect("is scaled by what the format says: 1 for real numbers, the largest for whole ones", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* values(tiff(Float32Array.of(0, 1 / 3, 2 / 3, 1), 2, 2)), quarters)
      assert.deepStrictEqual(yield* values(tiff(Uint16Array.of(0, 21_845, 43_690, 65_535), 2, 2)), quarters)
      assert.deepStrictEqual(yield* values(png16(0, 21_845, 43_690, 65_535)), quarters)
      assert.deepStrictEqual(yield* values(tiff(Int16Array.of(0, 10_922, 21_845, 32_767), 2, 2)), quarters)
      assert.deepStrictEqual(
        yield* values(tiff(Int32Array.of(0, 2 ** 31 / 3, 2 ** 32 / 3, 2 ** 31 - 1), 2, 2)),
        quarters
      )
      assert.deepStrictEqual(yield* values(tiff(Int8Array.of(0, 42, 85, 127), 2, 2)), [0, 84, 171, 255])
    }))

  it.effect("keeps its channels, and is turned and sized as all others", () =>
    Effect.gen(function*() {
      const colors = Float32Array.from({ length: 18 }, (_, i) => i / 51)
      const { data, deep, tall, wide } = yield* read(tiff(colors, 2, 3, 6), { channels: 3 })
      assert.deepStrictEqual([deep, tall, wide], [true, 3, 2])
      assert.deepStrictEqual([...data].slice(0, 6), [45, 50, 55, 0, 5, 10])
      assert.strictEqual((yield* read(tiff(colors, 2, 3), { size: 2 })).data.length, 4)
      const clear = sharp(Uint16Array.of(4095, 65_535, 4095, 4096), { raw: { width: 2, height: 1, channels: 2 } })
      const bytes = clear.toColourspace("grey16").png().toBuffer()
      assert.deepStrictEqual(yield* values(bytes, { white: 8190, background: [7, 7, 7] }), [128, 14])
    }))

  it.effect("is refused by name where that would make it black, or cut it off, with what to say", () =>
    Effect.gen(function*() {
      const twelve = png16(0, 1365, 2730, 4095)
      assert.match(
        yield* problem(twelve),
        /\(16 bits\) go from 0 to 4095 where white is 65535, which is nearly black: say .*`white: 4095`/
      )
      assert.deepStrictEqual(yield* values(twelve, { white: 4095 }), quarters)
      assert.deepStrictEqual(yield* values(png16(0, 65, 129, 257), { white: 65_535 }), [0, 0, 1, 1])
      assert.match(yield* problem(twelve, { white: 4000 }), /to 4095, and white is 4000/)
      const counts = tiff(Int32Array.of(0, 10_000, 20_000, 30_000), 2, 2)
      assert.match(yield* problem(counts), /\(32 bits with a sign\) go from 0 to 30000 where .*`white: 30000`/)
      assert.deepStrictEqual(yield* values(counts, { white: 30_000 }), quarters)
      const bytes = tiff(Float32Array.of(0, 85, 170, 255), 2, 2)
      assert.match(yield* problem(bytes), /\(real numbers\) go from 0 to 255, and white is 1: .*`white: 255`/)
      assert.deepStrictEqual(yield* values(bytes, { white: 255 }), quarters)
      assert.match(yield* problem(tiff(Float32Array.of(-1, 0, 1, 0), 2, 2)), /go from -1 to 1, and black is 0/)
      assert.match(yield* problem(tiff(Int16Array.of(-100, 0, 30_000, 0), 2, 2)), /go from -100 to 30000, and black/)
      assert.match(yield* problem(tiff(Float32Array.of(0, NaN, 1, 0), 2, 2)), /NaN/)
      assert.match(yield* Effect.map(Effect.flip(imageRule({ white: 0 })), String), /white is 0/)
    }))

  it.effect("black ones are black, and bytes are left alone", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* values(png16(0, 0, 0, 0)), [0, 0, 0, 0])
      assert.deepStrictEqual(yield* values(png(plain(3)), { white: 4095 }), [3, 3, 3, 3])
      assert.deepStrictEqual(yield* values(tiff(Uint8Array.of(0, 1, 2, 3), 2, 2)), [0, 1, 2, 3])
    }))

  it.effect("is said to have been brought to bytes", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ "a.png": png16(0, 9000, 40_000, 65_535), "b.png": png(plain(7)) })
      const said: Array<string> = []
      const list = { ids: ["a", "b"], paths: [`${root}/a.png`, `${root}/b.png`] }
      yield* readImages(list, { channels: 1 }).pipe(
        Effect.provideService(Notices, { say: (line) => Effect.sync(() => said.push(line)) })
      )
      assert.deepStrictEqual(said, ["note: 1 image of more than 8 bits a channel brought to 8"])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
