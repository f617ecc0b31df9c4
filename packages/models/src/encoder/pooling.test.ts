import { assert, describe, it } from "@effect/vitest"
import { pooled } from "./pooling.ts"

const given = (...dims: ReadonlyArray<number>) => ({
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => i),
  dims
})

const numbers = (...args: Parameters<typeof pooled>): unknown => {
  const found = pooled(...args)
  return "problem" in found ? found.problem : [found.rows, found.cols, [...found.data]]
}

describe("pooled", () => {
  it("takes the first token, or the mean", () => {
    assert.deepStrictEqual(numbers(given(2, 3, 2), "cls"), [2, 2, [0, 1, 6, 7]])
    assert.deepStrictEqual(numbers(given(2, 4, 2), "mean"), [2, 2, [3, 4, 11, 12]])
  })

  it("takes the mean over places", () => {
    assert.deepStrictEqual(numbers(given(1, 2, 2, 2), undefined), [1, 2, [1.5, 5.5]])
    assert.deepStrictEqual(numbers(given(1, 2, 2, 2), "mean"), [1, 2, [1.5, 5.5]])
  })

  it("leaves one vector an item alone, whatever empty sides it has", () => {
    assert.deepStrictEqual(numbers(given(2, 2), "mean"), [2, 2, [0, 1, 2, 3]])
    assert.deepStrictEqual(numbers(given(2, 2, 1, 1), "cls"), [2, 2, [0, 1, 2, 3]])
  })

  it("says why it cannot", () => {
    assert.match(String(numbers(given(2, 3, 2), undefined)), /3 dimensions \(2 × 3 × 2\): choose pooling/)
    assert.match(String(numbers(given(1, 2, 2, 2), "cls")), /no tokens/)
    assert.deepInclude(pooled(given(1, 2, 2, 2), "cls"), {
      value: "4 dimensions (1 × 2 × 2 × 2)",
      expected: "pooling mean"
    })
    assert.match(String(numbers(given(1, 2, 2, 2, 2), "mean")), /5 dimensions/)
  })
})
