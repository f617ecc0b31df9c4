import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone, large } from "../../test/clouds.ts"
import { engines, exponents, timesPowerOfTwo, wholeNumbers } from "../../test/kernels.ts"
import { nearestOtherSync, withinSync } from "../neighbors/brute.ts"
import { nearestOther, within } from "./nearest.ts"

const engine = fc.constantFrom(...engines)

describe("within", () => {
  test.prop([clouds, engine, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 40 }), fc.nat(3)])(
    "finds exactly what comparing all distances finds, within groups and among members only",
    (matrix, engine, groups, k, skip) => {
      const request = {
        members: everyone(matrix).filter((i) => i % 5 !== skip),
        group: Int32Array.from({ length: matrix.rows }, (_, i) => (i * 7) % (groups + 1) - 1),
        neighbors: (size: number) => Math.min(k, size >> 1)
      }
      assert.deepStrictEqual(Effect.runSync(within(engine, matrix, request)), withinSync(matrix, request))
    }
  )

  const whole = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 21 }))
    .chain((shape) => wholeNumbers(...shape))

  test.prop([whole, engine, exponents])(
    "finds the same neighbors, 2^e as far, where rows are 2^e as long",
    (plain, engine, e) => {
      const request = { members: everyone(plain), group: new Int32Array(plain.rows), neighbors: () => 3 }
      const { distances, ...found } = Effect.runSync(within(engine, timesPowerOfTwo(plain, e), request))
      const { distances: apart, ...expected } = Effect.runSync(within(engine, plain, request))
      assert.deepStrictEqual(found, expected)
      assert.deepStrictEqual(distances, apart.map((d) => d * 2 ** e))
    }
  )

  it.effect.each(large)("in several blocks: %s %i × %i", ([kind, rows, cols]) =>
    Effect.gen(function*() {
      const matrix = cloud(kind, rows, cols, 1)
      const request = { members: everyone(matrix), group: new Int32Array(rows), neighbors: () => 4 }
      assert.deepStrictEqual(yield* within(engines[0]!, matrix, request), withinSync(matrix, request))
    }), 60_000)

  it.effect("finds all others where it is asked for more than there are", () =>
    Effect.gen(function*() {
      const matrix = cloud("grid", 90, 3, 2)
      const request = { members: everyone(matrix), group: new Int32Array(90), neighbors: () => 1000 }
      const table = yield* within(engines[0]!, matrix, request)
      assert.strictEqual(table.width, 89)
      assert.deepStrictEqual(table, withinSync(matrix, request))
    }))
})

describe("nearestOther", () => {
  test.prop([clouds, engine, fc.integer({ min: 1, max: 4 })])(
    "is exactly the least distance to another label",
    (matrix, engine, labels) => {
      const rows = everyone(matrix).filter((i) => i % 4 !== 1)
      const label = Int32Array.from({ length: matrix.rows }, (_, i) => (i >> 1) % labels)
      const out = Effect.runSync(nearestOther(engine, matrix, rows, label))
      assert.deepStrictEqual(out, nearestOtherSync(matrix, rows, label))
    }
  )

  it.effect.each(large)("in several blocks: %s %i × %i", ([kind, rows, cols]) =>
    Effect.gen(function*() {
      const matrix = cloud(kind, rows, cols, 3)
      const label = Int32Array.from({ length: rows }, (_, i) => i % 3)
      const out = yield* nearestOther(engines[0]!, matrix, everyone(matrix), label)
      assert.deepStrictEqual(out, nearestOtherSync(matrix, everyone(matrix), label))
    }), 60_000)
})
