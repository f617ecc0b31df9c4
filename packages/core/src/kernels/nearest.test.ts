import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone, large } from "../../test/clouds.ts"
import { engines, exponents, timesPowerOfTwo, wholeNumbers } from "../../test/kernels.ts"
import type { Matrix } from "../Matrix.ts"
import { nearestOtherSync, withinSync } from "../neighbors/brute.ts"
import { distance } from "../neighbors/distance.ts"
import type { Members, NeighborTable } from "../neighbors/groups.ts"
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

  /** The definition: others of the group that are sought, nearest first, ties to the smaller position. */
  const nearestSought = (matrix: Matrix, { group, members, neighbors }: Members, sought: Uint8Array, own: number) => {
    const all = [...members].filter((other) => group[other] === group[own] && group[own]! >= 0)
    const among = all.filter((other) => sought[other] === 1), k = Math.min(neighbors(all.length), among.length)
    const far = (other: number) => distance(matrix.data, matrix.cols, own, other)
    const near = among.filter((other) => other !== own).sort((a, b) => far(a) - far(b) || a - b)
    return near.slice(0, k).map((position) => [position, far(position)])
  }

  const found = ({ counts, distances, indices, width }: NeighborTable, row: number) =>
    Array.from({ length: counts[row]! }, (_, n) => [indices[row * width + n], distances[row * width + n]])

  test.prop([
    clouds,
    engine,
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 1, max: 9 })
  ])(
    "finds only those that are sought, the nearest of them, for everyone",
    (matrix, engine, groups, k, every) => {
      const request = {
        members: everyone(matrix).filter((i) => i % 5 !== 3),
        group: Int32Array.from({ length: matrix.rows }, (_, i) => (i * 7) % (groups + 1) - 1),
        neighbors: (size: number) => Math.min(k, size >> 1)
      }
      const sought = Uint8Array.from({ length: matrix.rows }, (_, i) => (i * i + i) % every === 0 ? 1 : 0)
      const table = Effect.runSync(within(engine, matrix, { ...request, sought }))
      assert.deepStrictEqual(table, withinSync(matrix, { ...request, sought }))
      request.members.forEach((own, row) =>
        assert.deepStrictEqual(found(table, row), nearestSought(matrix, request, sought, own))
      )
    }
  )

  it.effect.each(large)(
    "among few that are sought, in several blocks: %s %i × %i",
    ([kind, rows, cols]) =>
      Effect.gen(function*() {
        const matrix = cloud(kind, rows, cols, 4)
        const sought = Uint8Array.from({ length: rows }, (_, i) => i % 3 === 1 ? 1 : 0)
        const request = { members: everyone(matrix), group: new Int32Array(rows), neighbors: () => 4, sought }
        assert.deepStrictEqual(yield* within(engines[0]!, matrix, request), withinSync(matrix, request))
      }),
    60_000
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
