import { afterAll, assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { clouds } from "../../test/clouds.ts"
import { withFiles } from "../../test/filed.ts"
import { variants } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { runs } from "../../test/runs.ts"
import { type Engine, type Host, single } from "../kernels/engine.ts"
import { normalizeRows } from "../kernels/normalize-rows.ts"
import { readRowsKernel } from "../kernels/reading.ts"
import { ofTiles, passBefore, slotsOf } from "../kernels/rows.ts"
import { settingsFrom } from "../kernels/scattered.ts"
import * as Slab from "../kernels/slab.ts"
import { best } from "../kernels/variant.ts"
import { kmeans } from "../kmeans/kmeans.ts"
import { kmeansOver } from "../kmeans/over-tiles.ts"
import { make } from "../Matrix.ts"
import { part } from "../owners/host.ts"
import * as Rng from "../Rng.ts"
import { forQuery, normalized } from "../Tiles.ts"
import { threaded } from "./engine.ts"
import { host } from "./host.ts"
import * as Pool from "./pool.ts"

const crews = variants.flatMap((variant) =>
  variant === "typescript" ? [] : [0, 1, 3].map((workers) => ({ variant, crew: Pool.make(variant, workers) }))
)
afterAll(() => Promise.all(crews.map(({ crew }) => crew.close())))

/** Engines that read: on this thread, and on several, with pieces as small as `seed` draws them. */
const readers = (seed: number): ReadonlyArray<Engine> => [
  ...variants.map((variant) => single(variant, { host })),
  ...crews.map(({ crew, variant }) => threaded(variant, crew, { ...settingsFrom(variant, seed), small: 1 }))
]

const lying = fc.record({
  tile: fc.constantFrom(1, 3, 8, 64),
  shares: fc.array(fc.constantFrom(0, 0.2, 0.5), { maxLength: 3 }),
  start: fc.constantFrom(0, 1, 128)
})

describe("readRows", () => {
  test.prop([clouds, lying, fc.nat(), fc.boolean(), fc.constantFrom(1, 2, 7, 5000)], { numRuns: runs(30) })(
    "reads what is asked for, whole tiles or the rows that are flagged, and tells what it read",
    (matrix, how, seed, unit, every) =>
      withFiles(matrix, how, async ({ bytes, reads, tiles: given }) => {
        const { cols, rows } = matrix, tiles = forQuery(unit ? normalized(given) : given)
        const most = Math.min(rows, how.tile), size = 4 * cols * most
        const engine = readers(seed)[seed % readers(seed).length]!
        const whole = unit ? (await Effect.runPromise(normalizeRows(engine, matrix))).matrix : matrix
        const slab = Slab.make(4 * size + 2 ** 16, engine.variant), flags = slab.alloc(4 * most)
        const room = { slab, slots: slotsOf(tiles, size, (bytes) => slab.alloc(bytes)) }
        for (const time of [0, 1, 2]) {
          const before = bytes()
          let asked = 0
          await Effect.runPromise(
            passBefore(engine, tiles, () => true, ({ at, from, to }, before) => {
              const some = Slab.i32(slab, flags, to - from), isSome = time > 0
              some.forEach((_, i) => some[i] = !isSome || (from + i + time) % every === 0 ? 1 : 0)
              // Lengths are found in the first pass over rows of unit length, for which all are read.
              asked += unit && time === 0 ? to - from : some.reduce((sum, flag) => sum + flag, 0)
              const steps = before.take(isSome ? flags : undefined)
              return Effect.map(engine.through(slab, steps, { items: to - from, cost: cols }), () => {
                for (let i = 0; i < to - from; i++) {
                  if (some[i] === 0) continue
                  const row = Slab.f32(slab, at + 4 * cols * i, cols)
                  const own = whole.data.subarray((from + i) * cols, (from + i + 1) * cols)
                  assert.deepStrictEqual(Float32Array.from(row), Float32Array.from(own))
                }
              })
            }, room)
          )
          // Rows between two that are near each other are read with them.
          assert.isAtLeast(bytes() - before, 4 * cols * asked)
          if (every === 5000 && isFinite(time) && time > 0) assert.strictEqual(bytes() - before, 4 * cols * asked)
        }
        assert.strictEqual(reads(), 0)
      })
  )

  test.prop([pools, lying, fc.constantFrom(1, 2, 5, 30), fc.nat(), fc.boolean()], { numRuns: runs(40) })(
    "k-means of rows that threads read is that of the same rows in memory",
    (matrix, how, k, seed, unit) =>
      withFiles(matrix, { ...how, tile: 256 }, async ({ bytes, reads, tiles }) => {
        const asked = { k, key: Rng.fromSeed(seed), starts: 1, maxIterations: 12 }, all = readers(seed)
        const engine = all[seed % all.length]!, share = [0, 0.4, 9][seed % 3]!
        const some: Engine = {
          ...engine,
          settings: { ...engine.settings, gathered: share * matrix.data.byteLength }
        }
        const found = await Effect.runPromise(
          kmeansOver(some, { tiles: forQuery(unit ? normalized(tiles) : tiles), ...asked })
        )
        const x = unit ? (await Effect.runPromise(normalizeRows(engine, matrix))).matrix : matrix
        assert.deepStrictEqual(found, await Effect.runPromise(kmeans(engine, { matrix: x, ...asked })))
        assert.isAbove(bytes(), 0)
        // Single rows, such as those from which centers are drawn, are read as before.
        assert.isAtMost(reads(), matrix.rows * 40)
      })
  )

  test.prop([pools, lying, fc.nat(), fc.nat()], { numRuns: runs(20) })(
    "an owner's part of rows that lie in files lies in them, too",
    (matrix, how, first, seed) =>
      withFiles(matrix, how, async ({ reads, tiles }) => {
        const { cols, rows } = matrix, from = first % rows, to = from + 1 + seed % (rows - from)
        const all = readers(seed), engine = all[seed % all.length]!, seen: Array<number> = []
        const look = ofTiles(engine, part(tiles, from, to)).each(0, () => true, (segment) =>
          Effect.sync(() => {
            seen.push(...Slab.f32(segment.slab, segment.at, cols * (segment.to - segment.from)))
          }))
        await Effect.runPromise(look)
        assert.deepStrictEqual(seen, [...matrix.data.subarray(from * cols, to * cols)])
        assert.strictEqual(reads(), 0)
      })
  )

  it.each([["all", "torn"], ["threads", "rows could not be read from their file"]] as const)(
    "fails where a file has fewer bytes than it should (for %s: %s), and looks at no old numbers",
    async (torn, message) => {
      const matrix = make(Float32Array.from({ length: 60 }, (_, i) => i + 1), 20, 3)
      for (const engine of readers(3)) {
        await withFiles(matrix, { tile: 8, shares: [0.5], start: 0 }, async ({ tiles }) => {
          const seen: Array<number> = []
          const look = ofTiles(engine, tiles).each(0, () => true, ({ at, slab, from, to }) =>
            Effect.sync(() => {
              seen.push(...Slab.f32(slab, at, 3 * (to - from)))
            }))
          const error = await Effect.runPromise(Effect.flip(look))
          assert.strictEqual(error.message, message)
          assert.deepStrictEqual(seen.slice(0, 48), [...matrix.data.subarray(0, 48)])
          assert.isTrue(seen.slice(48).every((x, i) => x === 0 || x === matrix.data[48 + i]))
        }, torn)
      }
    }
  )

  it("reads tiles ahead, in the usual way, where a thread had to wait for the files, and looks again later", async () => {
    const rows = 20 * 16_640, matrix = make(Float32Array.from({ length: 16 * rows }, (_, i) => i % 8191), rows, 16)
    // As from a slow disk: a second a tile.
    const waiting: Host = new Map([["readRows", (buffer) => {
      const read = host.get("readRows")!(buffer)
      return (...args) => {
        read(...args)
        Atomics.add(new Uint32Array(buffer(0), args[7]!, 3), 2, 1_000_000)
      }
    }]])
    await withFiles(matrix, { tile: 16_640, shares: [0.5], start: 128 }, async ({ reads, tiles }) => {
      let seen = 0
      const look = ofTiles(single(best(), { host: waiting }), tiles).each(
        0,
        () => true,
        ({ at, from, slab, to }) =>
          Effect.sync(() => {
            const part = Slab.f32(slab, at, 16 * (to - from))
            seen += part.every((x, i) => x === (16 * from + i) % 8191) ? to - from : 0
          })
      )
      await Effect.runPromise(look)
      assert.strictEqual(seen, rows)
      // Of twenty tiles the first is read by a thread, sixteen are read ahead, one more tells that it is no faster, and two are read ahead.
      assert.strictEqual(reads(), 18)
    })
  })

  it("is what the kernel is called", () => {
    assert.deepStrictEqual([...host.keys()], [readRowsKernel.name])
  })
})
