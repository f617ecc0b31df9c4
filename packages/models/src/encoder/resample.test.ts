import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import golden from "../../../datasets/test/golden/pictures.json" with { type: "json" }
import { crop, type Interpolation, type Levels, resize, type Shape } from "./resample.ts"

const close = (found: Float32Array, expected: ReadonlyArray<number>): void => {
  assert.strictEqual(found.length, expected.length)
  found.forEach((value, i) => assert.closeTo(value, expected[i]!, 1e-4))
}

const images = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.constantFrom(1, 3))

describe("resize", () => {
  it("enlarges between pixel centers, and repeats the border", () => {
    close(resize(Float32Array.of(0, 4), [1, 2, 1], [1, 4], "bilinear"), [0, 1, 3, 4])
    close(resize(Float32Array.of(0, 4), [2, 1, 1], [4, 1], "bilinear"), [0, 1, 3, 4])
  })

  it("widens its filter when it shrinks, as Pillow does", () => {
    // A triangle of twice the reach; what falls beyond the border does not count.
    const ramp = resize(Float32Array.of(0, 1, 2, 3), [1, 4, 1], [1, 2], "bilinear")
    close(ramp, [(3 * 1 + 2) / 7, (1 + 3 * 2 + 3 * 3) / 7])
    close(resize(Float32Array.of(0, 0, 0, 8, 0, 0, 0, 0), [1, 8, 1], [1, 4], "bilinear"), [0, 3, 1, 0])
  })

  it("bicubic goes beyond its neighbors at an edge", () => {
    const edge = resize(Float32Array.of(0, 0, 0, 1, 1, 1), [1, 6, 1], [1, 12], "bicubic")
    assert.isBelow(Math.min(...edge), 0)
    assert.isAbove(Math.max(...edge), 1)
  })

  it("is Pillow's: of bytes to the last bit, of real numbers to single precision", () => {
    for (const { from, interpolation, levels, pixels, to, wanted } of golden.resized) {
      const [tall, wide] = to as [number, number]
      const how = interpolation as Interpolation
      const out = resize(Float32Array.from(pixels), from as unknown as Shape, [tall, wide], how, levels as Levels)
      if (levels === "bytes") assert.deepStrictEqual([...out], wanted)
      else out.forEach((value, i) => assert.closeTo(value, wanted[i]!, 1e-6))
    }
  })

  test.prop([images, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.nat(255))])(
    "of bytes gives bytes",
    ([tall, wide, channels], toTall, toWide, bytes) => {
      const x = Float32Array.from({ length: tall * wide * channels }, () => bytes.next().value!)
      const out = resize(x, [tall, wide, channels], [toTall, toWide], "bicubic", "bytes")
      assert.isTrue(out.every((value) => Number.isInteger(value) && value >= 0 && value <= 255))
    }
  )

  test.prop([
    images,
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom("bilinear", "bicubic")
  ])(
    "keeps one color one color, channel by channel",
    ([tall, wide, channels], toTall, toWide, interpolation) => {
      const color = (i: number): number => [0.25, -2, 7][i % channels]!
      const x = Float32Array.from({ length: tall * wide * channels }, (_, i) => color(i))
      const out = resize(x, [tall, wide, channels], [toTall, toWide], interpolation)
      close(out, Array.from({ length: toTall * toWide * channels }, (_, i) => color(i)))
    }
  )

  test.prop([images, fc.integer({ min: 1, max: 9 })])(
    "of the transposed image is the transposed result",
    ([n, m], to) => {
      const x = Float32Array.from({ length: n * m }, (_, i) => (i * 7) % 5)
      const turned = Float32Array.from({ length: n * m }, (_, i) => x[(i % n) * m + Math.floor(i / n)]!)
      const out = resize(x, [n, m, 1], [to, 3], "bicubic"), other = resize(turned, [m, n, 1], [3, to], "bicubic")
      close(out, Array.from(out, (_, i) => other[(i % 3) * to + Math.floor(i / 3)]!))
    }
  )

  it("leaves an image of the size alone", () => {
    const x = Float32Array.of(1, 2, 3, 4)
    assert.strictEqual(resize(x, [2, 2, 1], [2, 2], "bilinear"), x)
  })
})

describe("crop", () => {
  const x = Float32Array.from({ length: 12 }, (_, i) => i)

  it("takes the middle", () => {
    close(crop(x, [3, 4, 1], [1, 2]), [5, 6])
    close(crop(x, [2, 2, 3], [2, 1]).slice(0, 3), [0, 1, 2])
    close(crop(x, [1, 12, 1], [1, 5]), [4, 5, 6, 7, 8])
  })

  it("surrounds what is too small with zeros", () => {
    close(crop(Float32Array.of(1, 2), [1, 2, 1], [3, 4]), [0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0])
  })
})
