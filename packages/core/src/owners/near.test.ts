import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { ownedBy } from "../../test/owners.ts"
import { runs } from "../../test/runs.ts"
import { gatherRows } from "../kernels/gather-rows.ts"
import { normalizeRows } from "../kernels/normalize-rows.ts"
import { normalized } from "../Tiles.ts"

const engine = engines[0]!

describe("tilesNear", () => {
  test.prop([
    fc.constantFrom(1, 256, 700, 1300),
    fc.constantFrom(1, 2),
    fc.uniqueArray(fc.nat({ max: 1299 }), { maxLength: 300 }),
    fc.boolean()
  ], { numRuns: runs(40) })(
    "gathers rows of all owners, scaled where they are to be",
    async (rows, blocks, some, unit) => {
      const matrix = cloud("plain", rows, 3, 1), owned = ownedBy(engine, matrix, { blocks, tile: 256 })
      const positions = Uint32Array.from(some.filter((at) => at < rows)).sort()
      const { matrix: scaled } = await Effect.runPromise(normalizeRows(engine, matrix)), from = unit ? scaled : matrix
      const found = await Effect.runPromise(gatherRows(engine, unit ? normalized(owned) : owned, positions))
      const expected = Float32Array.from([...positions].flatMap((at) => [...from.data.subarray(3 * at, 3 * at + 3)]))
      assert.deepStrictEqual(found, { data: expected, rows: positions.length, cols: 3 })
    }
  )

  it.effect("has rows sent in pieces, in their order, for parts that read them", () =>
    Effect.gen(function*() {
      const matrix = cloud("plain", 700, 5, 2), into = new Float32Array(5 * 500)
      const tiles = ownedBy(engine, matrix, { blocks: 1, tile: 256 })
      yield* tiles.read(130, into)
      assert.deepStrictEqual(into, matrix.data.slice(5 * 130, 5 * 630))
      assert.deepStrictEqual([tiles.rows, tiles.cols, tiles.unit], [700, 5, false])
    }))
})
