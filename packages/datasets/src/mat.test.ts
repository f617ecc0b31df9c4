import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { deflateSync } from "node:zlib"
import { element, mat, matrix, packed } from "../test/mat.ts"
import { Limits } from "./limits.ts"
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

  it.effect("reads whole numbers of 64 bits as far as doubles hold them, and names those that they do not", () =>
    Effect.gen(function*() {
      const wide = (kind: number, type: number, values: BigInt64Array | BigUint64Array) =>
        mat(matrix("wide", [1, 2], new Uint8Array(values.buffer), { kind, type }))
      const signed = yield* parseMat(wide(14, 12, BigInt64Array.of(-3n, 2n ** 53n - 1n)), "f")
      assert.deepStrictEqual(signed.get("wide")!.data, Float64Array.of(-3, 2 ** 53 - 1))
      const unsigned = yield* parseMat(wide(15, 13, BigUint64Array.of(0n, 7n)), "f")
      assert.deepStrictEqual(unsigned.get("wide")!.data, Float64Array.of(0, 7))
      assert.match(
        yield* problem(wide(14, 12, BigInt64Array.of(0n, 2n ** 60n))),
        /"wide" holds whole numbers beyond 2\^53/
      )
    }))

  it.effect("reads the imaginary part of complex arrays", () =>
    Effect.gen(function*() {
      const doubles = (...values: ReadonlyArray<number>) => new Uint8Array(Float64Array.from(values).buffer)
      const complex = matrix("z", [1, 2], doubles(1, 2), { kind: 6, type: 9, imaginary: doubles(0, -1) })
      const { data, imaginary } = (yield* parseMat(mat(complex, square), "f")).get("z")!
      assert.deepStrictEqual([data, imaginary], [Float64Array.of(1, 2), Float64Array.of(0, -1)])
      const short = matrix("z", [1, 2], doubles(1, 2), { kind: 6, type: 9, imaginary: doubles(0) })
      assert.match(yield* problem(mat(short)), /"z" is 1 × 2 and has 1 values, not 2/)
    }))

  it.effect("unpacks no more than is allowed, by what a variable promises and by what it comes to", () =>
    Effect.gen(function*() {
      const large = matrix("x", [1000, 1000], new Uint8Array(1e6))
      const liar = Buffer.from(large)
      liar.writeUInt32LE(64, 4)
      for (
        const [variable, found] of [[large, /come to 1 MB, and 500 kB/], [liar, /come to more than 500 kB/]] as const
      ) {
        const read = parseMat(mat(packed(variable)), "f").pipe(Effect.provideService(Limits, { unpacked: 5e5 }))
        assert.match((yield* Effect.flip(read)).message, found)
      }
      const twice = parseMat(mat(packed(large), packed(large)), "f")
      assert.match((yield* Effect.flip(Effect.provideService(twice, Limits, { unpacked: 15e5 }))).message, /come to/)
      assert.strictEqual((yield* Effect.provideService(twice, Limits, { unpacked: 3e6 })).size, 1)
      const bomb = mat(
        Buffer.concat([Buffer.from([15, 0, 0, 0, 0, 0, 0, 0]), deflateSync(new Uint8Array(2e8), { level: 1 })])
      )
      new DataView(bomb.buffer, bomb.byteOffset).setUint32(132, bomb.length - 136, true)
      assert.match(yield* problem(bomb), /MARGINALIA_MAX_UNPACKED=/)
    }))

  it.effect("does not believe names and dimensions without end", () =>
    Effect.gen(function*() {
      assert.match(yield* problem(mat(matrix("n".repeat(200_000), [1, 1], bytes(1)))), /name has no end/)
      assert.match(yield* problem(mat(matrix("x", Array.from({ length: 1000 }, () => 1), bytes(1)))), /dimensions/)
      const nothing = mat(element(14, Buffer.concat([element(6, bytes()), element(5, bytes()), element(1, bytes())])))
      assert.match(yield* problem(nothing), /does not say what it is/)
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
