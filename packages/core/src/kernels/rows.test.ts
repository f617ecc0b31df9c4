import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { clouds } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { tilesOf } from "../../test/tiles.ts"
import { make } from "../Matrix.ts"
import { normalized, type Tiles } from "../Tiles.ts"
import { normalizeRows } from "./normalize-rows.ts"
import { type Kept, type Look, pass, passBefore, slotCount, slotsOf } from "./rows.ts"
import * as Slab from "./slab.ts"

/** Rows no two of which are alike. */
const distinct = make(Float32Array.from({ length: 18 }, (_, i) => i), 6, 3)

describe("pass", () => {
  test.prop([
    clouds,
    fc.constantFrom(...engines),
    fc.constantFrom(1, 3, 8, 64),
    fc.boolean(),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    fc.constantFrom(undefined, 1, 2)
  ], { examples: [[distinct, engines[0]!, 1, false, [true], [false], 2]] })(
    "shows every tile that is wanted, in order, for as long as it is worked on, and reads none twice that is kept",
    async (matrix, engine, tile, unit, wishes, keeps, together) => {
      const { cols, rows } = matrix, count = Math.ceil(rows / tile), size = 4 * cols * Math.min(rows, tile)
      const whole = unit ? (await Effect.runPromise(normalizeRows(engine, matrix))).matrix : matrix
      const given = tilesOf(matrix, tile)
      let reading = 0, most = 0
      const watched: Tiles = {
        ...given,
        together,
        read: (from, into) =>
          Effect.gen(function*() {
            most = Math.max(most, ++reading)
            yield* given.read(from, into)
            reading--
          })
      }
      const tiles = unit ? normalized(watched) : watched
      const slab = Slab.make((count + slotCount(tiles)) * size + 2 ** 16, engine.variant)
      const slots = slotsOf(tiles, size, (bytes) => slab.alloc(bytes))
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
          slots,
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
      assert.isAtMost(most, together ?? 1)
    }
  )

  test.prop([
    clouds,
    fc.constantFrom(...engines),
    fc.constantFrom(3, 8, 64),
    fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    fc.nat()
  ])(
    "of rows that are scaled on the way, those that are looked at are, and all of those that are kept, whoever looks at them or at none",
    async (matrix, engine, tile, keeps, seed) => {
      const { cols, rows } = matrix, count = Math.ceil(rows / tile), most = Math.min(rows, tile), size = 4 * cols * most
      const { data } = (await Effect.runPromise(normalizeRows(engine, matrix))).matrix,
        tiles = normalized(tilesOf(matrix, tile))
      const slab = Slab.make((count + slotCount(tiles)) * size + 2 ** 16, engine.variant), flags = slab.alloc(4 * most)
      const homes = Array.from({ length: count }, (_, n) => keeps[n % keeps.length]! ? slab.alloc(size) : undefined)
      const kept: Kept = { homeOf: (from) => homes[from / tile], there: new Set() }
      const room = { slab, slots: slotsOf(tiles, size, (bytes) => slab.alloc(bytes)), kept }
      // Rows whose lengths are not known yet are all scaled, to find them.
      await Effect.runPromise(pass(engine, tiles, () => true, () => Effect.void, { ...room, kept: undefined }))
      for (const time of [0, 1, 2, 3]) {
        const look: Look<never> = ({ at, from, to }, before) =>
          Effect.suspend(() => {
            // In turn: nobody takes what is to be done, all rows are looked at, and some of them.
            const kind = (from / tile + time + seed) % 3, some = Slab.i32(slab, flags, to - from)
            some.forEach((_, i) => some[i] = (i * i + time) % 3 === 0 ? 1 : 0)
            const steps = kind === 0 ? [] : before.take(kind === 1 ? undefined : flags)
            return Effect.map(engine.through(slab, steps, { items: to - from, cost: cols }), () => {
              if (kind === 0) return
              for (let i = 0; i < to - from; i++) {
                if (kind === 2 && some[i] === 0) continue
                const row = Slab.f32(slab, at + 4 * cols * i, cols),
                  own = data.subarray((from + i) * cols, (from + i + 1) * cols)
                assert.deepStrictEqual(Float32Array.from(row), Float32Array.from(own))
              }
            })
          })
        await Effect.runPromise(passBefore(engine, tiles, () => true, look, room))
      }
    }
  )
})
