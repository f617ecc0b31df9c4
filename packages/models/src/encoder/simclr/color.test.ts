import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import golden from "../../../test/golden/views.json" with { type: "json" }
import { gray, jitter, orders } from "./color.ts"

const none = { order: 0, brightness: 1, contrast: 1, saturation: 1, hue: 0 }
const fraction = fc.float({ min: 0, max: 1, noNaN: true })
const colors = fc.array(fc.tuple(fraction, fraction, fraction), { minLength: 1, maxLength: 20 })
const changed = (values: ReadonlyArray<number>, channels: number, by: Partial<typeof none>): ReadonlyArray<number> => {
  const x = Float32Array.from(values)
  jitter(x, channels, { ...none, ...by })
  return [...x]
}

const near = (found: ReadonlyArray<number>, wanted: ReadonlyArray<number>, tolerance = 1e-6): void =>
  wanted.forEach((value, i) => assert.closeTo(found[i]!, value, tolerance))

describe("color", () => {
  it.each(golden.jitters)("is changed as torchvision and colorsys do: $channels channels, $order", (one) => {
    const order = orders.findIndex((names) => names.join() === one.order.join())
    near(changed(one.x, one.channels, { ...one.by, order }), one.wanted, 2e-6)
  })

  it("knows 24 orders", () => {
    assert.strictEqual(new Set(orders.map((order) => order.join())).size, 24)
    assert.isTrue(orders.every((order) => new Set(order).size === 4))
  })

  it("changes by hand", () => {
    near(changed([0.25, 0.5, 0.8], 1, { brightness: 1.5 }), [0.375, 0.75, 1])
    near(changed([0.2, 0.6], 1, { contrast: 0.5 }), [0.3, 0.5])
    near(changed([1, 0, 0], 3, { hue: 1 / 3 }), [0, 1, 0])
    near(changed([1, 0, 0], 3, { hue: -1 / 3 }), [0, 0, 1])
    near(changed([1, 0, 0], 3, { saturation: 0 }), [0.2989, 0.2989, 0.2989])
    const image = Float32Array.of(0, 1, 0, 0.5, 0.5, 0.5)
    gray(image)
    near([...image], [0.587, 0.587, 0.587, 0.49995, 0.49995, 0.49995])
  })

  test.prop([colors, fc.nat(23), fc.float({ min: Math.fround(0.6), max: Math.fround(1.4), noNaN: true })])(
    "stays between 0 and 1",
    (pixels, order, by) => {
      const found = changed(pixels.flat(), 3, { order, brightness: by, contrast: by, saturation: by, hue: by - 1 })
      assert.isTrue(found.every((value) => value >= 0 && value <= 1))
    }
  )

  test.prop([colors, fc.nat(23)])("is left alone by factors of 1, and by a whole turn of the hue", (pixels, order) => {
    const values = pixels.flat().map(Math.fround)
    near(changed(values, 3, { order }), values)
    near(changed(values, 3, { order, hue: 1 }), values, 2e-6)
  })

  test.prop([fc.array(fraction, { minLength: 1 }), fc.nat(23)])(
    "of a gray image has neither saturation nor hue",
    (values, order) => {
      assert.deepStrictEqual(changed(values, 1, { order, saturation: 0.3, hue: 0.2 }), values.map(Math.fround))
    }
  )
})
