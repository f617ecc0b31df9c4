import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, everyone, type Kind } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { ownedBy } from "../../test/owners.ts"
import { runs } from "../../test/runs.ts"
import { fromEngine, Kernels } from "../Kernels.ts"
import { type Engine, single } from "../kernels/engine.ts"
import { farthestFirstPlain } from "../kernels/farthest-first.ts"
import { farthestOver } from "../kernels/farthest-over.ts"
import { normalizeRows } from "../kernels/normalize-rows.ts"
import { normalized } from "../Tiles.ts"

/** An engine that keeps this many bytes of rows between passes. */
const keeping = (of: Engine, kept: number): Engine => single(of.variant, { settings: { kept } })

describe("spreadNear", () => {
  test.prop([
    fc.constantFrom<Kind>("plain", "grid", "duplicates", "equal"),
    fc.constantFrom(1, 200, 256, 257, 900, 1500),
    fc.nat({ max: 999 }),
    fc.constantFrom(...engines),
    fc.record({
      blocks: fc.constantFrom(1, 2, 9),
      forgets: fc.constantFrom(0, 1, 2, 3),
      tile: fc.constantFrom(256, 512),
      kept: fc.constantFrom(1, 300, 2000, 2 ** 20),
      centers: fc.constantFrom(0, 0, 1, 4),
      budget: fc.constantFrom(0, 1, 12, 60),
      unit: fc.boolean()
    })
  ], { numRuns: runs(80) })(
    "picks as in one memory, whoever has the rows, whatever they keep and forget, with ties",
    async (kind, rows, seed, given, { blocks, budget, centers, forgets, kept, tile, unit }) => {
      const raw = cloud(kind, rows, 3, seed), engine = keeping(given, kept)
      const { matrix: scaled } = await Effect.runPromise(normalizeRows(engine, raw))
      const request = {
        candidates: everyone(raw).filter((i) => i % 7 !== 3),
        centers: Uint32Array.from(new Set(Array.from({ length: centers }, (_, c) => (c * 5) % rows))),
        budget
      }
      const owned = ownedBy(engine, raw, { blocks, forgets, tile }), tiles = unit ? normalized(owned) : owned
      const found = farthestOver(engine, { ...request, tiles })
      assert.deepStrictEqual(
        await Effect.runPromise(Effect.provideService(found, Kernels, fromEngine(engine))),
        await Effect.runPromise(farthestFirstPlain(engine, { ...request, matrix: unit ? scaled : raw }))
      )
    }
  )
})
