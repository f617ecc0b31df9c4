import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { clouds, everyone } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { tilesOf } from "../../test/tiles.ts"
import { normalized } from "../Tiles.ts"
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

  test.prop([fc.uniqueArray(fc.nat({ max: 30 })), fc.nat({ max: 32 })])(
    "finds the first position from another on",
    (some, position) => {
      const sorted = Uint32Array.from(some).sort(), found = sorted.findIndex((one) => one >= position)
      assert.strictEqual(firstFrom(sorted, position), found < 0 ? sorted.length : found)
    }
  )
})
