import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { cifar10, cifar100, cifar100Coarse, parseCifar } from "./cifar.ts"

/** Image `i`: red i, green its pixel number, blue 200 + i. */
const planes = (i: number) => [
  ...new Array<number>(1024).fill(i),
  ...Array.from({ length: 1024 }, (_, pixel) => pixel % 256),
  ...new Array<number>(1024).fill(200 + i)
]

const ten = Uint8Array.from([3, ...planes(0), 9, ...planes(1)])
const hundred = Uint8Array.from([19, 99, ...planes(0), 0, 7, ...planes(1)])

describe("parseCifar", () => {
  it.effect("reads CIFAR-10: labels, and pixels with their channels side by side", () =>
    Effect.gen(function*() {
      const { data, labels, rows, shape } = yield* parseCifar(ten, "f", cifar10)
      assert.deepStrictEqual([rows, shape, [...labels], data.length], [2, [32, 32, 3], [3, 9], 2 * 3072])
      assert.deepStrictEqual([...data.subarray(0, 9)], [0, 0, 200, 0, 1, 200, 0, 2, 200])
      assert.deepStrictEqual([...data.subarray(3072 + 3 * 33, 3072 + 3 * 34)], [1, 33, 201])
      assert.deepStrictEqual([...data.subarray(-3)], [1, 255, 201])
    }))

  it.effect("reads CIFAR-100 with fine or coarse labels", () =>
    Effect.gen(function*() {
      const fine = yield* parseCifar(hundred, "f", cifar100)
      const coarse = yield* parseCifar(hundred, "f", cifar100Coarse)
      assert.deepStrictEqual([[...fine.labels], [...coarse.labels]], [[99, 7], [19, 0]])
      assert.deepStrictEqual([...fine.data.subarray(0, 3)], [0, 0, 200])
      assert.deepStrictEqual(fine.data, coarse.data)
    }))

  it.effect("refuses a truncated file, and one of the other data set, where the last whole record ends", () =>
    Effect.gen(function*() {
      const short = yield* Effect.flip(parseCifar(ten.subarray(0, 4000), "b.bin", cifar10))
      assert.match(short.message, /^b\.bin: byte 3073: the file's 4000 bytes are no whole number of 3073-byte records/)
      assert.match((yield* Effect.flip(parseCifar(hundred, "f", cifar10))).message, /byte 6146: .*another data set/)
      assert.match((yield* Effect.flip(parseCifar(new Uint8Array(), "f", cifar10))).message, /byte 0: .*'s 0 bytes/)
    }))

  it.effect("says where a label is out of range", () =>
    Effect.gen(function*() {
      const bad = ten.slice()
      bad[3073] = 10
      assert.match(
        (yield* Effect.flip(parseCifar(bad, "f", cifar10))).message,
        /^f: byte 3073: label 10 of image 1 where 0 to 9 are expected/
      )
      const fine = hundred.slice()
      fine[1] = 100
      assert.match((yield* Effect.flip(parseCifar(fine, "f", cifar100))).message, /^f: byte 1: label 100 of image 0/)
    }))
})
