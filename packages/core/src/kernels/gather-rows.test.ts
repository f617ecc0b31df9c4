import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { tilesOf } from "../../test/tiles.ts"
import type { Matrix } from "../Matrix.ts"
import { normalized } from "../Tiles.ts"
import type { Engine } from "./engine.ts"
import { firstFrom, gatherRows } from "./gather-rows.ts"
import { normalizeRows } from "./normalize-rows.ts"

describe("gatherRows", () => {
  test.prop([
    clouds,
    fc.constantFrom(...engines),
    fc.constantFrom(1, 5, 32, 256),
    fc.constantFrom(1, 2, 9, 40),
    fc.boolean()
  ])("gives rows as parts see them, whether few are read or many", async (matrix, engine, tile, every, unit) => {
    const positions = everyone(matrix).filter((i) => i % every === every - 1), { cols } = matrix
    const whole = unit ? (await Effect.runPromise(normalizeRows(engine, matrix))).matrix : matrix
    const tiles = unit ? normalized(tilesOf(matrix, tile)) : tilesOf(matrix, tile)
    const { data, rows } = await Effect.runPromise(gatherRows(engine, tiles, positions))
    const expected = [...positions].flatMap((i) => [...whole.data.subarray(i * cols, (i + 1) * cols)])
    assert.deepStrictEqual([rows, Float32Array.from(data)], [positions.length, Float32Array.from(expected)])
  })

  /** Reads some rows after others, by how many there are for one that is read. */
  const again = async (matrix: Matrix, engine: Engine, tile: number, reads: ReadonlyArray<number>) => {
    const tiles = normalized(tilesOf(matrix, tile)), { cols } = matrix
    const { matrix: whole } = await Effect.runPromise(normalizeRows(engine, matrix))
    const into = new Float32Array(matrix.data.length)
    for (const every of reads) {
      const positions = everyone(matrix).filter((i) => i % every === 0)
      const { data } = await Effect.runPromise(gatherRows(engine, tiles, positions, into))
      const expected = [...positions].flatMap((i) => [...whole.data.subarray(i * cols, (i + 1) * cols)])
      assert.deepStrictEqual(Float32Array.from(data), Float32Array.from(expected))
      assert.strictEqual(data.buffer, into.buffer)
    }
  }

  test.prop([
    clouds,
    fc.constantFrom(...engines),
    fc.constantFrom(1, 5, 32, 256),
    fc.array(fc.constantFrom(1, 2, 9, 40), { minLength: 1, maxLength: 4 })
  ])("gives the same bits again, when lengths are known of some rows or of all", again)

  it("reads a tile once where many of its rows are asked for, however many tiles there are, and few rows one by one", async () => {
    const matrix = cloud("plain", 1000, 3, 1), { data } = matrix
    const readsOf = async (positions: ReadonlyArray<number>) => {
      const tiles = tilesOf(matrix, 16)
      const found = await Effect.runPromise(gatherRows(engines[0]!, tiles, Uint32Array.from(positions)))
      assert.deepStrictEqual([...found.data], positions.flatMap((i) => [...data.subarray(3 * i, 3 * i + 3)]))
      return tiles.reads()
    }
    const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i)
    assert.strictEqual(await readsOf(from(160, 16)), 1)
    assert.strictEqual(await readsOf(from(150, 36)), 3)
    assert.strictEqual(await readsOf([3, 500, 900]), 3)
  })

  it("takes no length for known because that of the tile's first row is", () =>
    again(cloud("plain", 70, 5, 1), engines[0]!, 32, [40, 1, 1]))

  test.prop([fc.uniqueArray(fc.nat({ max: 30 })), fc.nat({ max: 32 })])(
    "finds the first position from another on",
    (some, position) => {
      const sorted = Uint32Array.from(some).sort(), found = sorted.findIndex((one) => one >= position)
      assert.strictEqual(firstFrom(sorted, position), found < 0 ? sorted.length : found)
    }
  )
})
