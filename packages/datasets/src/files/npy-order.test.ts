import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { fortranToC } from "./npy-order.ts"

/** The slow way: by the definition of both orders. */
const byDefinition = (shape: ReadonlyArray<number>, element: (cOrder: number, fOrder: number) => void): void => {
  const walk = (axis: number, c: number, f: number, stride: number): void => {
    if (axis === shape.length) return element(c, f)
    for (let i = 0; i < shape[axis]!; i++) walk(axis + 1, c * shape[axis]! + i, f + i * stride, stride * shape[axis]!)
  }
  walk(0, 0, 0, 1)
}

describe("fortranToC", () => {
  test.prop([fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 2, 4, 8)])(
    "puts every element where C order has it",
    (shape, size) => {
      const count = shape.reduce((product, n) => product * n, 1)
      const bytes = Uint8Array.from({ length: count * size }, (_, i) => i * 7 % 251)
      const result = fortranToC(bytes, size, shape)
      assert.strictEqual(result.length, bytes.length)
      byDefinition(shape, (c, f) =>
        assert.deepStrictEqual(
          result.slice(c * size, (c + 1) * size),
          bytes.slice(f * size, (f + 1) * size)
        ))
    }
  )
})
