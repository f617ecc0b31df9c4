import { assert, describe, it } from "@effect/vitest"
import type { Matrix } from "@marginalia/core"
import { narrowed, WIDEST } from "./narrow.ts"

const wide = (rows: number, cols: number): Matrix.Matrix => ({
  data: Float32Array.from({ length: rows * cols }, (_, at) => Math.sin(at * 12.9898) * 43758.5453 % 1),
  rows,
  cols
})

const distance = ({ cols, data }: Matrix.Matrix, i: number, j: number): number => {
  let sum = 0
  for (let k = 0; k < cols; k++) sum += (data[i * cols + k]! - data[j * cols + k]!) ** 2
  return Math.sqrt(sum)
}

describe("narrowed", () => {
  it("leaves narrow items alone", () => {
    const items = wide(3, WIDEST)
    assert.strictEqual(narrowed(items), items)
  })

  it("keeps distances to within a fifth", () => {
    const items = wide(12, 2000)
    const narrow = narrowed(items)
    assert.deepStrictEqual([narrow.rows, narrow.cols], [12, 256])
    for (let i = 1; i < 12; i++) {
      const ratio = distance(narrow, 0, i) / distance(items, 0, i)
      assert.isTrue(ratio > 0.8 && ratio < 1.2, String(ratio))
    }
  })
})
