import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { tilesOf } from "../../test/tiles.ts"
import type { Matrix } from "../Matrix.ts"
import { squaredDistance } from "../neighbors/distance.ts"
import { mostCentral } from "./most-central.ts"
import { ofMatrix, ofTiles } from "./rows.ts"
import { scattered } from "./scattered.ts"
import { best } from "./variant.ts"

/** The definition: sums in the order of rows, and the first of the rows nearest to them, all times N. */
const byDefinition = ({ cols, data, rows }: Matrix, candidates: Uint32Array): number => {
  const sum = new Float64Array(cols)
  for (let at = 0; at < rows * cols; at++) sum[at % cols]! += data[at]!
  const square = (i: number) =>
    squaredDistance(Float64Array.from(data.subarray(i * cols, (i + 1) * cols), (x) => rows * x), 0, sum, 0, cols)
  return [...candidates].reduce((a, b) => square(b) < square(a) ? b : a)
}

const candidatesOf = (matrix: Matrix, every: number, from: number): Uint32Array => {
  const some = everyone(matrix).filter((i) => i >= from && i % every === 0)
  return some.length === 0 ? Uint32Array.of(matrix.rows - 1) : some
}

describe("mostCentral", () => {
  test.prop([
    clouds,
    fc.constantFrom(...engines, scattered(best(), 3), scattered(best(), 8)),
    fc.constantFrom(1, 2, 7, 90),
    fc.constantFrom(0, 40),
    fc.constantFrom(1, 5, 32, 1000)
  ])(
    "is the definition in every build, however the work is cut, in memory and in tiles",
    (matrix, engine, every, from, tile) => {
      const candidates = candidatesOf(matrix, every, from), expected = byDefinition(matrix, candidates)
      assert.strictEqual(Effect.runSync(mostCentral(engine, ofMatrix(engine, matrix), candidates)), expected)
      const rows = ofTiles(engine, tilesOf(matrix, tile))
      return Effect.runPromise(mostCentral(engine, rows, candidates)).then((found) =>
        assert.strictEqual(found, expected)
      )
    }
  )

  it("leaves tiles alone the second time in which nobody may be picked", async () => {
    const matrix = cloud("plain", 1024, 3, 1), tiles = tilesOf(matrix, 256), rows = ofTiles(engines[0]!, tiles)
    const candidates = Uint32Array.of(256, 300, 511)
    const found = await Effect.runPromise(mostCentral(engines[0]!, rows, candidates))
    assert.deepStrictEqual([found, tiles.reads(), rows.passes()], [byDefinition(matrix, candidates), 4 + 1, 2])
  })
})
