import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { clouds } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { tilesOf } from "../../test/tiles.ts"
import { normalized } from "../Tiles.ts"
import { normalizeRows } from "./normalize-rows.ts"
import { type Kept, pass } from "./rows.ts"
import * as Slab from "./slab.ts"

describe("pass", () => {
  test.prop([
    clouds,
    fc.constantFrom(...engines),
    fc.constantFrom(1, 3, 8, 64),
    fc.boolean(),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 5 })
  ])(
    "shows every tile that is wanted, in order, for as long as it is worked on, and reads none twice that is kept",
    async (matrix, engine, tile, unit, wishes, keeps) => {
      const { cols, rows } = matrix, count = Math.ceil(rows / tile), size = 4 * cols * Math.min(rows, tile)
      const whole = unit ? (await Effect.runPromise(normalizeRows(engine, matrix))).matrix : matrix
      const given = tilesOf(matrix, tile), tiles = unit ? normalized(given) : given
      const slab = Slab.make((count + 2) * size + 2 ** 16, engine.variant), slots = [slab.alloc(size), slab.alloc(size)]
      const homes = Array.from({ length: count }, (_, n) => keeps[n % keeps.length]! ? slab.alloc(size) : undefined)
      const kept: Kept = { homeOf: (from) => homes[from / tile], there: new Set() }
      const isWanted = (n: number, time: number) => wishes[(n + time) % wishes.length]!
      const read = new Set<number>()
      let reads = 0
      for (const time of [0, 1, 2]) {
        const starts = Array.from({ length: count }, (_, n) => n).filter((n) => isWanted(n, time))
        const seen: Array<number> = [], ready: Array<number> = []
        const use = ({ at, from, to }: { readonly at: number; readonly from: number; readonly to: number }) =>
          Effect.gen(function*() {
            seen.push(from / tile)
            // Others have turns: what is read meanwhile must not be here.
            for (let turn = 0; turn < 5; turn++) yield* Effect.yieldNow
            const here = Float32Array.from(Slab.f32(slab, at, (to - from) * cols))
            assert.deepStrictEqual(here, Float32Array.from(whole.data.subarray(from * cols, to * cols)))
          })
        const wanted = (from: number) => isWanted(from / tile, time)
        const room = {
          slab,
          slots: slots as [number, number],
          kept,
          ready: ({ from }: { readonly from: number }) => {
            ready.push(from / tile)
          }
        }
        await Effect.runPromise(pass(engine, tiles, wanted, use, room))
        assert.deepStrictEqual(seen, starts)
        const expected = starts.filter((n) => !(homes[n] !== undefined && read.has(n)))
        assert.deepStrictEqual(ready, expected)
        starts.forEach((n) => read.add(n))
        reads += expected.length
      }
      assert.strictEqual(given.reads(), reads)
    }
  )
})
