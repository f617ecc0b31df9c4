import { assert, describe, it } from "@effect/vitest"
import golden from "../../../datasets/test/golden/pictures.json" with { type: "json" }
import { prepare, type Preprocess, preprocess, sizeOf } from "./preprocess.ts"

const rounded = (data: Float32Array): ReadonlyArray<number> =>
  Array.from(data, (value) => Math.round(value * 1e4) / 1e4)

describe("prepare", () => {
  const colors = { data: Uint8Array.of(255, 0, 51, 0, 255, 102), rows: 1, shape: [1, 2, 3] as const }

  it("normalizes and lays out channels first, or last", () => {
    const spec = { mean: [0, 0.5, 0.2], std: [1, 0.5, 1] }
    const first = prepare(preprocess(spec), colors), last = prepare(preprocess({ ...spec, layout: "NHWC" }), colors)
    assert.deepStrictEqual([first.dims, rounded(first.data)], [[1, 3, 1, 2], [1, 0, -1, 1, 0, 0.2]])
    assert.deepStrictEqual([last.dims, rounded(last.data)], [[1, 1, 2, 3], [1, -1, 0, 0, 1, 0.2]])
  })

  it("repeats gray for three channels, and makes colors gray for one", () => {
    const gray = { data: Uint8Array.of(51), rows: 1, shape: [1, 1, 1] as const }
    assert.deepStrictEqual(rounded(prepare(preprocess(), gray).data), [0.2, 0.2, 0.2])
    assert.deepStrictEqual(
      rounded(prepare(preprocess({ channels: 1 }), colors).data),
      [82 / 255, 161 / 255].map((x) => Math.round(x * 1e4) / 1e4)
    )
    const real = { ...colors, data: Float32Array.of(255, 0, 51, 0, 255, 102) }
    assert.deepStrictEqual(rounded(prepare(preprocess({ channels: 1, scale: 255 }), real).data), [0.3218, 0.6326])
  })

  it("takes the scale of the description, of the items, or of bytes", () => {
    const spec = (scale?: number) => preprocess({ channels: 1, ...(scale !== undefined && { scale }) })
    const levels = { data: Float32Array.of(8), rows: 1, shape: [1, 1, 1] as const }
    const normalization = { scale: 16, mean: [9], std: [9] }
    assert.deepStrictEqual(rounded(prepare(spec(), levels).data), [8])
    assert.deepStrictEqual(rounded(prepare(spec(), { ...levels, normalization }).data), [0.5])
    assert.deepStrictEqual(rounded(prepare(spec(4), { ...levels, normalization }).data), [2])
  })

  it("resizes and crops every image", () => {
    const items = {
      data: Uint8Array.from({ length: 2 * 8 }, (_, i) => i < 8 ? 255 : 0),
      rows: 2,
      shape: [2, 4, 1] as const
    }
    const { data, dims } = prepare(preprocess({ resize: 4, crop: 3, channels: 1 }), items)
    assert.deepStrictEqual([dims, rounded(data)], [
      [2, 1, 3, 3],
      [...Array(9).fill(1), ...Array(9).fill(0)] as Array<number>
    ])
    const sizes = [
      preprocess({ resize: 4 }),
      preprocess({ resize: [5, 6] }),
      preprocess({ crop: [1, 2] }),
      preprocess()
    ]
    assert.deepStrictEqual(sizes.map((spec) => sizeOf(spec, 2, 4)), [[4, 8], [5, 6], [1, 2], [2, 4]])
  })

  it("is what torchvision's transforms make of Pillow's image", () => {
    for (const { dims, pixels, shape, spec, wanted } of golden.prepared) {
      const items = { data: Uint8Array.from(pixels), rows: 1, shape: shape as unknown as [number, number, number] }
      const found = prepare(preprocess(spec as Partial<Preprocess>), items)
      assert.deepStrictEqual(found.dims, dims)
      found.data.forEach((value, i) => assert.closeTo(value, wanted[i]!, 2e-6))
    }
  })

  it("leaves vectors alone", () => {
    const { data, dims } = prepare(preprocess(), { data: Float32Array.of(1, -2, 3, 4), rows: 2, shape: [2] })
    assert.deepStrictEqual([dims, [...data]], [[2, 2], [1, -2, 3, 4]])
  })
})

describe("preprocess", () => {
  it("refuses what makes no sense", () => {
    for (const wrong of [{ crop: 0 }, { std: [0] }, { layout: "CHWN" }, { batch: 1.5 }]) {
      assert.throws(() => preprocess(wrong as Parameters<typeof preprocess>[0]))
    }
  })
})
