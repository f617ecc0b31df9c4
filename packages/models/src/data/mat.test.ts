import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { element, mat, matrix, packed } from "../../test/mat.ts"
import { parseMat } from "./mat.ts"

const bytes = (...values: ReadonlyArray<number>) => Uint8Array.from(values)
const problem = (file: Uint8Array) => Effect.map(Effect.flip(parseMat(file, "f.mat")), (error) => error.message)
const square = matrix("long_name", [2, 3], bytes(1, 2, 3, 4, 5, 255))

describe("parseMat", () => {
  it.effect("reads variables, compressed or not, their names and values inside the tag or not", () =>
    Effect.gen(function*() {
      const found = yield* parseMat(mat(square, packed(matrix("y", [3, 1], bytes(7, 8, 9))), packed(square)), "f")
      assert.deepStrictEqual([...found.keys()], ["long_name", "y"])
      assert.deepStrictEqual(found.get("long_name")!.dims, [2, 3])
      assert.deepStrictEqual([...found.get("long_name")!.data], [1, 2, 3, 4, 5, 255])
      assert.deepStrictEqual([...found.get("y")!.data], [7, 8, 9])
    }))

  it.effect("reads every stored type of number", () =>
    Effect.gen(function*() {
      const stored: ReadonlyArray<readonly [number, ArrayBufferView]> = [
        [1, Int8Array.of(-2, 3)],
        [3, Int16Array.of(-2, 3)],
        [5, Int32Array.of(-2, 3)],
        [7, Float32Array.of(-2, 3)],
        [9, Float64Array.of(-2, 3)]
      ]
      for (const [type, { buffer }] of stored) {
        const found = yield* parseMat(mat(matrix("d", [1, 2], new Uint8Array(buffer), { kind: 6, type })), "f")
        assert.deepStrictEqual(found.get("d")!.data, Float64Array.of(-2, 3), `type ${type}`)
      }
      for (const [type, { buffer }] of [[4, Uint16Array.of(65_535, 3)], [6, Uint32Array.of(65_535, 3)]] as const) {
        const found = yield* parseMat(mat(matrix("d", [1, 2], new Uint8Array(buffer), { kind: 6, type })), "f")
        assert.deepStrictEqual(found.get("d")!.data, Float64Array.of(65_535, 3), `type ${type}`)
      }
    }))

  it.effect("passes over what is no numeric array", () =>
    Effect.gen(function*() {
      const text = matrix("t", [1, 2], bytes(65, 66), { kind: 4 })
      assert.deepStrictEqual([...(yield* parseMat(mat(text, element(1, bytes(1)), square), "f")).keys()], ["long_name"])
      assert.strictEqual((yield* parseMat(mat(), "f")).size, 0)
    }))

  it.effect("says where a truncated file ends", () =>
    Effect.gen(function*() {
      const file = mat(square)
      assert.match(yield* problem(file.subarray(0, 132)), /^f\.mat: byte 132: an element begins and does not end/)
      assert.match(yield* problem(file.subarray(0, file.length - 8)), /byte \d+: 8 bytes are missing: .*cut short/)
    }))

  it.effect("says which compressed variable is corrupt", () =>
    Effect.gen(function*() {
      const file = mat(square, packed(square)), at = 128 + square.length + 8
      file[at + 5]! ^= 0xff
      assert.include(yield* problem(file), `byte ${at}: the compressed variable is corrupt`)
      const short = packed(square.subarray(0, 40))
      assert.match(yield* problem(mat(short)), /byte 136: in this compressed variable, \d+ bytes are missing/)
    }))

  it.effect("refuses other formats, versions, sizes and types", () =>
    Effect.gen(function*() {
      assert.match(yield* problem(bytes(1, 2, 3)), /byte 3: this is not a MATLAB file/)
      assert.match(yield* problem(new Uint8Array(200)), /byte 126: this is not a MATLAB file/)
      const later = mat(square)
      later[125] = 2
      assert.match(yield* problem(later), /byte 124: .*7\.3 is HDF5.*-v7/)
      assert.match(yield* problem(mat(matrix("x", [2, 2], bytes(1)))), /"x" is 2 × 2 and has 1 values, not 4/)
      assert.match(yield* problem(mat(matrix("x", [1, 1], bytes(1), { type: 77 }))), /MATLAB's type 77 cannot be read/)
      const small = mat(square)
      small.set([1, 0, 9, 0], 128)
      assert.match(yield* problem(small), /byte 128: a small element of 9 bytes/)
    }))
})
