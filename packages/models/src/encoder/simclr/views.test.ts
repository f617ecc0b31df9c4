import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import { draw, keyOf, views } from "./views.ts"

const side = fc.integer({ min: 1, max: 40 })
const many = (count: number, tall: number, wide: number, by = views()) =>
  Array.from({ length: count }, (_, i) => draw(Rng.fromSeed(i), tall, wide, by))
const share = (flags: ReadonlyArray<boolean>): number => flags.filter(Boolean).length / flags.length

describe("a view", () => {
  test.prop([fc.nat(), side, side])("shows a part of the image, of at least one pixel", (seed, tall, wide) => {
    const { crop } = draw(Rng.fromSeed(seed), tall, wide, views())
    assert.isAtLeast(Math.min(crop.tall, crop.wide), 1)
    assert.isAtLeast(Math.min(crop.top, crop.left), 0)
    assert.isAtMost(crop.top + crop.tall, tall)
    assert.isAtMost(crop.left + crop.wide, wide)
  })

  it("has the area and the aspect that it should, and all places", () => {
    const crops = many(2000, 32, 32).map(({ crop }) => crop)
    const areas = crops.map(({ tall, wide }) => tall * wide / 1024),
      aspects = crops.map(({ tall, wide }) => wide / tall)
    // Half a pixel of rounding at each side.
    assert.isAtLeast(Math.min(...areas), 0.17)
    assert.isAbove(Math.max(...areas), 0.97)
    assert.isAtLeast(Math.min(...aspects), 0.7)
    assert.isAtMost(Math.max(...aspects), 1.42)
    assert.closeTo(share(aspects.map((aspect) => aspect < 1)), share(aspects.map((aspect) => aspect > 1)), 0.05)
    const small = crops.filter(({ tall, wide }) => tall <= 16 && wide <= 16)
    assert.isTrue(small.some(({ top }) => top === 0) && small.some(({ tall, top }) => top + tall === 32))
    assert.isTrue(small.some(({ left }) => left === 0) && small.some(({ left, wide }) => left + wide === 32))
  })

  it("is the middle of an image so long that no part of the wanted aspect has the area", () => {
    assert.deepStrictEqual(draw(Rng.fromSeed(1), 4, 40, views({ area: 1 })).crop, {
      top: 0,
      left: 17,
      tall: 4,
      wide: 5
    })
    assert.deepStrictEqual(draw(Rng.fromSeed(1), 40, 3, views({ area: 1 })).crop, {
      top: 18,
      left: 0,
      tall: 4,
      wide: 3
    })
  })

  it("is mirrored, jittered and gray as often as it should be", () => {
    const drawn = many(4000, 8, 8)
    assert.closeTo(share(drawn.map(({ flip }) => flip)), 0.5, 0.03)
    assert.closeTo(share(drawn.map(({ jitter }) => jitter !== undefined)), 0.8, 0.03)
    assert.closeTo(share(drawn.map(({ gray }) => gray)), 0.2, 0.03)
    const still = many(50, 8, 8, views({ flip: false, jitter: 0, gray: 0, area: 1 }))
    assert.isTrue(still.every(({ flip, gray, jitter }) => !flip && !gray && jitter === undefined))
  })

  it("has factors between 1 − x and 1 + x, a hue between −x and x, and all orders", () => {
    const by = { brightness: 0.1, contrast: 0.2, saturation: 0.3, hue: 0.4 }
    const drawn = many(2000, 8, 8, views({ ...by, jitter: 1 })).map(({ jitter }) => jitter!)
    for (const name of ["brightness", "contrast", "saturation", "hue"] as const) {
      const values = drawn.map((jitter) => jitter[name]), middle = name === "hue" ? 0 : 1
      assert.closeTo(Math.min(...values), middle - by[name], 0.01)
      assert.closeTo(Math.max(...values), middle + by[name], 0.01)
    }
    assert.strictEqual(new Set(drawn.map(({ order }) => order)).size, 24)
  })

  it("follows from the key of its item, epoch and number, and from nothing else", () => {
    const key = Rng.fromSeed(1)
    const keys = [[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 11, 0], [11, 1, 0]] as const
    const drawn = keys.map(([epoch, position, view]) => JSON.stringify(keyOf(key, epoch, position, view)))
    assert.strictEqual(new Set(drawn).size, keys.length)
    assert.deepStrictEqual(keyOf(key, 3, 4, 1), keyOf(key, 3, 4, 1))
  })

  it("refuses options out of bounds", () => {
    assert.throws(() => views({ area: 0 }))
    assert.throws(() => views({ hue: 0.6 }))
    assert.throws(() => views({ jitter: 1.1 }))
  })
})
