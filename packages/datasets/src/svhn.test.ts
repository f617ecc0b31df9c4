import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mat, matrix, packed } from "../test/mat.ts"
import { parseSvhn } from "./svhn.ts"

/** Two images whose values tell where they are: line + 2 · column + 40 · channel + 100 · image, modulo 256. */
const value = (line: number, col: number, channel: number, image: number) =>
  (line + 2 * col + 40 * channel + 100 * image) % 256

const x = new Uint8Array(2 * 3072)
for (let image = 0, at = 0; image < 2; image++) {
  for (let channel = 0; channel < 3; channel++) {
    for (let col = 0; col < 32; col++) {
      for (let line = 0; line < 32; line++) x[at++] = value(line, col, channel, image)
    }
  }
}

const file = (y: ReadonlyArray<number>, images = x) =>
  mat(packed(matrix("X", [32, 32, 3, images.length / 3072], images)), matrix("y", [y.length, 1], Uint8Array.from(y)))

const problem = (bytes: Uint8Array) => Effect.map(Effect.flip(parseSvhn(bytes, "f.mat")), (error) => error.message)

describe("parseSvhn", () => {
  it.effect("gives images row by row, and the digit 0 for the label 10", () =>
    Effect.gen(function*() {
      const { data, labels, rows, shape } = yield* parseSvhn(file([10, 9]), "f")
      assert.deepStrictEqual([rows, shape, [...labels]], [2, [32, 32, 3], [0, 9]])
      for (const [image, line, col] of [[0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 30, 5], [1, 31, 31]] as const) {
        const at = ((image * 32 + line) * 32 + col) * 3
        assert.deepStrictEqual([...data.subarray(at, at + 3)], [0, 1, 2].map((c) => value(line, col, c, image)))
      }
    }))

  it.effect("reads labels stored as doubles", () =>
    Effect.gen(function*() {
      const y = matrix("y", [2, 1], new Uint8Array(Float64Array.of(3, 10).buffer), { kind: 6, type: 9 })
      assert.deepStrictEqual(
        (yield* parseSvhn(mat(matrix("X", [32, 32, 3, 2], x), y), "f")).labels,
        Int32Array.of(3, 0)
      )
    }))

  it.effect("refuses what is missing or does not fit", () =>
    Effect.gen(function*() {
      assert.match(yield* problem(mat()), /^f\.mat: X is missing and y missing where 32 × 32 × 3 × n bytes/)
      assert.match(yield* problem(file([1, 2, 3])), /X is 32 × 32 × 3 × 2 and y 3 × 1/)
      const doubles = matrix("X", [32, 32, 3, 1], new Uint8Array(3072 * 8), { kind: 6, type: 9 })
      assert.match(yield* problem(mat(doubles, matrix("y", [1, 1], Uint8Array.of(1)))), /n bytes and n labels/)
    }))

  it.effect("refuses complex numbers, whose imaginary part would be lost", () =>
    Effect.gen(function*() {
      const y = matrix("y", [1, 1], Uint8Array.of(1), { imaginary: Uint8Array.of(1) })
      assert.match(yield* problem(mat(matrix("X", [32, 32, 3, 1], x.subarray(3072)), y)), /y is complex/)
    }))

  it.effect("says which label is none", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* problem(file([1, 11])), "f.mat: y(2) is 11 where 1 to 10 are expected")
      assert.include(yield* problem(file([0, 1])), "y(1) is 0")
    }))
})
