import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import golden from "../../../test/golden/views.json" with { type: "json" }
import { cropper } from "./crop.ts"

type Shape = readonly [number, number, number]

const whole = (tall: number, wide: number) => ({ top: 0, left: 0, tall, wide })

const cropped = (shape: Shape, data: Float32Array | Uint8Array, crop: ReturnType<typeof whole>, flip: boolean) => {
  const out = new Float32Array(shape[0] * shape[1] * shape[2] + 2).fill(NaN)
  cropper(shape)({ data, from: 0 }, crop, flip, 1, out, 1)
  assert.isNaN(out[0])
  assert.isNaN(out.at(-1))
  return out.subarray(1, -1)
}

describe("a crop", () => {
  it.each(golden.crops)(
    "is PyTorch's bilinear interpolation of the part: %#",
    ({ crop, flip, image, shape, wanted }) => {
      const found = cropped(shape as unknown as Shape, Uint8Array.from(image), crop, flip)
      wanted.forEach((value, i) => assert.closeTo(found[i]!, value, 1e-4))
    }
  )

  it("doubles two pixels by hand", () => {
    const image = Float32Array.of(0, 8, 99, 99)
    // Centers at −0.25, 0.25, 0.75, 1.25 of the part: its outer pixels go on beyond its border.
    assert.deepStrictEqual([...cropped([1, 4, 1], image, { top: 0, left: 0, tall: 1, wide: 2 }, false)], [0, 2, 6, 8])
    assert.deepStrictEqual([...cropped([1, 4, 1], image, { top: 0, left: 0, tall: 1, wide: 2 }, true)], [8, 6, 2, 0])
  })

  test.prop([fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.constantFrom(1, 3), fc.nat()])(
    "of the whole is the image, and mirrored twice too",
    (tall, wide, channels, seed) => {
      const image = Float32Array.from({ length: tall * wide * channels }, (_, i) => (i * 7 + seed) % 11)
      const shape = [tall, wide, channels] as const
      assert.deepStrictEqual(cropped(shape, image, whole(tall, wide), false), image)
      const mirrored = cropped(shape, image, whole(tall, wide), true).slice()
      assert.deepStrictEqual(cropped(shape, mirrored, whole(tall, wide), true), image)
    }
  )

  it("reads from where the image begins, and multiplies", () => {
    const out = new Float32Array(2)
    cropper([1, 2, 1])({ data: Uint8Array.of(9, 9, 10, 20), from: 2 }, whole(1, 2), false, 0.5, out, 0)
    assert.deepStrictEqual([...out], [5, 10])
  })
})
