import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { pools } from "../../test/pools.ts"
import { runs } from "../../test/runs.ts"
import { tilesOf } from "../../test/tiles.ts"
import { take } from "../Matrix.ts"
import { inMemory, someRows } from "./some-rows.ts"

const reading = (tiles: ReturnType<typeof someRows>, from: number, count: number): Float32Array => {
  const into = new Float32Array(count * tiles.cols)
  Effect.runSync(tiles.read(from, into))
  return into
}

/** Tiles that are read at once. */
const now = (tiles: ReturnType<typeof tilesOf>, data: Float32Array) => ({
  ...tiles,
  read: (from: number, into: Float32Array) => {
    assert.isAtMost(into.length, tiles.tile * tiles.cols)
    return Effect.sync(() => into.set(data.subarray(from * tiles.cols, from * tiles.cols + into.length)))
  }
})

describe("someRows", () => {
  test.prop([pools, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 }), fc.nat(), fc.nat()], {
    numRuns: runs(60)
  })(
    "are the rows at their positions, near each other or far apart, from any of them on",
    (matrix, tile, gap, a, b) => {
      const all = Uint32Array.from({ length: matrix.rows }, (_, i) => i)
      const rows = all.filter((i) => (i * 7919 + a) % gap === 0 || i % 97 < 5)
      const from = rows.length === 0 ? 0 : a % rows.length, count = Math.min(tile, (b % 50) + 1, rows.length - from)
      const tiles = someRows(now(tilesOf(matrix, tile), matrix.data), rows)
      assert.strictEqual(tiles.rows, rows.length)
      if (count > 0) {
        assert.deepStrictEqual(reading(tiles, from, count), take(matrix, rows.subarray(from, from + count)).data)
      }
    }
  )

  it("reads what is near each other at once, and what is far apart by itself", () => {
    const data = Float32Array.from({ length: 1000 }, (_, i) => i), read: Array<readonly [number, number]> = []
    const tiles = tilesOf({ data, rows: 1000, cols: 1 }, 100)
    const watched = {
      ...tiles,
      read: (from: number, into: Float32Array) => {
        read.push([from, into.length])
        return Effect.sync(() => into.set(data.subarray(from, from + into.length)))
      }
    }
    const rows = Uint32Array.of(2, 4, 9, 300, 301, 302, 399, 950)
    assert.deepStrictEqual([...reading(someRows(watched, rows), 0, 8)], [...rows])
    assert.deepStrictEqual(read, [[2, 8], [300, 3], [399, 1], [950, 1]])
  })

  it("are read one call at a time, however many at a time the others are: what lies between them goes to one place", () => {
    const tiles = { ...tilesOf({ data: new Float32Array(9), rows: 9, cols: 1 }, 4), together: 2 }
    assert.isUndefined(someRows(tiles, Uint32Array.of(1, 3)).together)
  })

  it("are those of a matrix", () => {
    const matrix = { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, cols: 2 }
    assert.deepStrictEqual([...reading(inMemory(matrix, 2), 1, 2)], [3, 4, 5, 6])
  })
})
