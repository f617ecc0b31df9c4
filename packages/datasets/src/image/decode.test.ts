import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { crc32, deflateSync } from "node:zlib"
import sharp from "sharp"
import { folderOf, jpg, type Picture, plain, png } from "../../test/pictures.ts"
import { Limits } from "../limits.ts"
import { readImage } from "./decode.ts"
import { type ImageOptions, imageRule } from "./options.ts"

const read = (bytes: Uint8Array | string | Promise<Uint8Array>, options: ImageOptions = {}) =>
  Effect.gen(function*() {
    const folder = yield* folderOf({ x: bytes })
    return yield* readImage(sharp, `${folder}/x`, yield* imageRule(options))
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

const problem = (bytes: Uint8Array | string) => Effect.map(Effect.flip(read(bytes)), ({ message }) => message)

/** Red says the row, green the column. */
const grid = (tall: number, wide: number): Picture => ({
  tall,
  wide,
  at: (row, col, channel) => [row, col, 100][channel]!
})

/** A picture of three parts from left to right, or from top to bottom. */
const thirds = (tall: number, wide: number): Picture => ({
  tall,
  wide,
  at: (row, col) => [10, 120, 240][Math.floor(3 * (tall > wide ? row / tall : col / wide))]!
})

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name), data]), length = Buffer.alloc(4), sum = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A whole PNG of black and white that is all black, written by hand: a few kilobytes that say what they unpack to. */
const black = (side: number): Buffer => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head[8] = 1
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * side))
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))])
}

describe("readImage", () => {
  it.effect("gives the pixels row by row, the channels side by side", () =>
    Effect.gen(function*() {
      const { data, tall, wide } = yield* read(png(grid(2, 3)))
      assert.deepStrictEqual([tall, wide], [2, 3])
      const first = [0, 0, 100, 0, 1, 100, 0, 2, 100]
      assert.deepStrictEqual([...data], [...first, ...first.map((value, i) => i % 3 === 0 ? 1 : value)])
    }))

  it.effect("turns a picture as the camera was held", () =>
    Effect.gen(function*() {
      const turned = yield* read(jpg(thirds(8, 24), 6))
      assert.deepStrictEqual([turned.tall, turned.wide], [24, 8])
      assert.closeTo(turned.data[0]!, 10, 3)
      assert.closeTo(turned.data.at(-1)!, 240, 3)
      const cropped = yield* read(jpg(thirds(8, 24), 8), { size: 8 })
      assert.deepStrictEqual([...new Set(cropped.data.map((v) => Math.round(v / 60)))], [2])
    }))

  it.effect("repeats gray, reduces to gray, and brings 16 bits to 8", () =>
    Effect.gen(function*() {
      const gray = sharp(Uint8Array.of(0, 100, 255, 7), { raw: { width: 2, height: 2, channels: 1 } }).png().toBuffer()
      assert.deepStrictEqual([...(yield* read(gray)).data], [0, 0, 0, 100, 100, 100, 255, 255, 255, 7, 7, 7])
      assert.deepStrictEqual([...(yield* read(gray, { channels: 1 })).data], [0, 100, 255, 7])
      assert.deepStrictEqual((yield* read(png(plain(77)), { channels: 1 })).data.length, 4)
      const deep = sharp({ create: { width: 1, height: 1, channels: 3, background: "#c80a14" } })
        .toColourspace("rgb16").png().toBuffer()
      assert.deepStrictEqual([...(yield* read(deep)).data], [200, 10, 20])
    }))

  it.effect("brings colors to sRGB by the profile that the file holds", () =>
    Effect.gen(function*() {
      const color = sharp({ create: { width: 2, height: 2, channels: 3, background: { r: 200, g: 40, b: 60 } } })
      const bytes = yield* Effect.promise(() => color.withIccProfile("p3").png().toBuffer())
      const stored = yield* Effect.promise(() => sharp(bytes, { ignoreIcc: true }).raw().toBuffer())
      const { data } = yield* read(bytes)
      assert.isAbove(Math.abs(stored[0]! - 200), 8)
      for (const [c, value] of [200, 40, 60].entries()) assert.closeTo(data[c]!, value, 3)
    }))

  it.effect("lays transparent pixels over the background", () =>
    Effect.gen(function*() {
      const clear = sharp(Uint8Array.of(9, 9, 9, 0, 9, 9, 9, 255), { raw: { width: 2, height: 1, channels: 4 } })
        .png().toBuffer()
      assert.deepStrictEqual([...(yield* read(clear)).data], [255, 255, 255, 9, 9, 9])
      assert.deepStrictEqual([...(yield* read(clear, { background: [1, 2, 3] })).data], [1, 2, 3, 9, 9, 9])
      const faint = sharp(Uint8Array.of(50, 0), { raw: { width: 1, height: 1, channels: 2 } }).png().toBuffer()
      assert.deepStrictEqual([...(yield* read(faint, { channels: 1 })).data], [255])
    }))

  it.effect("crops the middle of what covers the size, or stretches", () =>
    Effect.gen(function*() {
      const middle = yield* read(png(thirds(10, 30)), { size: 10 })
      assert.deepStrictEqual([middle.tall, middle.wide, ...new Set(middle.data)], [10, 10, 120])
      const stretched = yield* read(png(thirds(10, 30)), { size: 10, fit: "stretch" })
      assert.deepStrictEqual([stretched.data[0], stretched.data[29]], [10, 240])
      assert.closeTo(stretched.data[15]!, 120, 12)
      const tall = yield* read(png(thirds(60, 20)), { size: [10, 5] })
      assert.deepStrictEqual([tall.tall, tall.wide], [10, 5])
      const small = yield* read(png(plain(5, 2, 2)), { size: 4 })
      assert.deepStrictEqual([small.tall, small.wide, small.data[20]], [4, 4, 5])
    }))

  it.effect("cuts out of a larger shorter side", () =>
    Effect.gen(function*() {
      const { data } = yield* read(png(grid(100, 100)), { size: 20, shorter: 100 })
      assert.deepStrictEqual([data[0], data[1], data.at(-3), data.at(-2)], [40, 40, 59, 59])
      const half = yield* read(png(grid(100, 100)), { size: [10, 20], shorter: 50 })
      assert.deepStrictEqual([half.tall, half.wide], [10, 20])
      assert.closeTo(half.data[0]!, 40, 1.5)
      assert.closeTo(half.data[1]!, 30, 1.5)
    }))

  it.effect("cuts where torchvision cuts: the middle, half of what is left over rounded to even", () =>
    Effect.gen(function*() {
      const stripes: Picture = { tall: 256, wide: 341, at: (_, col) => col === 58 ? 255 : 0 }
      const { data } = yield* read(png(stripes), { size: 224, shorter: 256 })
      assert.deepStrictEqual([data[0], data[3]], [255, 0])
      for (const [wide, first] of [[5, 0], [7, 2], [9, 2], [11, 4]] as const) {
        const strip: Picture = { tall: 4, wide, at: (_, col) => 10 * col }
        assert.strictEqual((yield* read(png(strip), { size: 4 })).data[0], 10 * first, `${wide} columns`)
        const turned: Picture = { tall: wide, wide: 4, at: (row) => 10 * row }
        assert.strictEqual((yield* read(png(turned), { size: 4 })).data[0], 10 * first, `${wide} rows`)
      }
    }))

  it.effect("makes colors gray as Pillow does", () =>
    Effect.gen(function*() {
      const colors: Picture = { tall: 2, wide: 2, at: (row, col, channel) => 2 * row + col === channel ? 255 : 0 }
      assert.deepStrictEqual([...(yield* read(png(colors), { channels: 1 })).data], [76, 150, 29, 0])
    }))

  it.effect("says of a file that it is no image, cut short, corrupt, empty, or not there", () =>
    Effect.gen(function*() {
      const noise: Picture = { tall: 40, wide: 40, at: (row, col, c) => (row * 7919 + col * 104_729 + c * 31) % 256 }
      for (const bytes of yield* Effect.promise(() => Promise.all([jpg(noise), png(noise)]))) {
        assert.match(
          yield* problem(bytes.subarray(0, bytes.length >> 1)),
          new RegExp(`these ${bytes.length >> 1} bytes are no whole image \\(.*; mend or remove it, or go on`)
        )
      }
      assert.match(yield* problem("<html>404</html>"), /^\S+\/x: these 16 bytes are no whole image \(.*unsupported/)
      assert.match(yield* problem(""), /this image is an empty file; mend/)
      const absent = readImage(sharp, "nowhere/x.png", yield* imageRule({})).pipe(Effect.provide(NodeServices.layer))
      assert.match((yield* Effect.flip(absent)).message, /^nowhere\/x\.png: it is listed and not there; /)
      const folder = readImage(sharp, import.meta.dirname, yield* imageRule({})).pipe(
        Effect.provide(NodeServices.layer)
      )
      assert.match((yield* Effect.flip(folder)).message, /this image cannot be read \(.*\); mend/)
    }))

  it.effect("decodes no more pixels than are allowed, whatever an image says", () =>
    Effect.gen(function*() {
      const bytes = yield* Effect.promise(() => png(plain(7, 20, 30)))
      const within = (pixels: number) => Effect.provideService(read(bytes), Limits, { pixels })
      assert.strictEqual((yield* within(600)).tall, 20)
      const error = yield* Effect.flip(within(599))
      assert.match(error.message, /an image of more than 599 pixels; if that is right, set MARGINALIA_MAX_PIXELS=1e9/)
      assert.strictEqual((yield* read(black(16))).tall, 16)
      assert.match(yield* problem(black(16_000)), /more than 150000000 pixels/)
    }))
})
