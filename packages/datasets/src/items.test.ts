import { assert, describe, it } from "@effect/vitest"
import { fromMatrix, gather, subset, widthOf } from "./items.ts"

const bytes = Uint8Array.of(0, 255, 51, 102, 255, 0, 0, 51)

describe("items", () => {
  it("are normalized channel by channel", () => {
    const items = {
      data: bytes,
      rows: 2,
      shape: [1, 2, 2] as const,
      normalization: { scale: 255, mean: [0.5, 0.2], std: [0.5, 0.4] }
    }
    assert.strictEqual(widthOf(items), 4)
    const found = gather(items, Uint32Array.of(1, 0, 1))
    const second = [1, -0.5, -1, 0], first = [-1, 2, -0.6, 0.5]
    const wanted = [...second, ...first, ...second]
    found.forEach((value, i) => assert.closeTo(value, wanted[i]!, 1e-6))
  })

  it("one constant serves all channels, and vectors", () => {
    const normalization = { scale: 255, mean: [0.2], std: [0.5] }
    const images = gather({ data: bytes, rows: 2, shape: [1, 2, 2], normalization }, Uint32Array.of(0))
    const vectors = gather({ data: bytes, rows: 2, shape: [4], normalization }, Uint32Array.of(0))
    assert.deepStrictEqual(images, vectors)
    assert.closeTo(images[1]!, 1.6, 1e-6)
  })

  it("stay as they are without a normalization", () => {
    const matrix = { data: Float32Array.of(1.5, -2, 0, 7), rows: 2, cols: 2 }
    assert.deepStrictEqual([...gather(fromMatrix(matrix), Uint32Array.of(1))], [0, 7])
  })

  it("some of them are items of their own", () => {
    const items = { data: bytes, rows: 4, shape: [2] as const }
    const some = subset(items, Uint32Array.of(3, 1, 3))
    assert.deepStrictEqual(some, { data: Uint8Array.of(0, 51, 51, 102, 0, 51), rows: 3, shape: [2] })
    some.data[0] = 9
    assert.strictEqual(bytes[6], 0)
  })
})
