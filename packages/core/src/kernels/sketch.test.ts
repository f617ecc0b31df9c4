import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { clouds, everyone } from "../../test/clouds.ts"
import { make, type Matrix } from "../Matrix.ts"
import { squaredDistance } from "../neighbors/distance.ts"
import { single } from "./engine.ts"
import { compiledOnly } from "./kernel.ts"
import { share } from "./shared.ts"
import { blockRows, sketched } from "./sketch.ts"
import * as Slab from "./slab.ts"
import { best } from "./variant.ts"
import * as Workspace from "./workspace.ts"

const engine = single(best())
const lowerBounds = compiledOnly("lowerBounds", ["number", "number", "number"], 4)

/** What the sketches say about half the squared distance of every row to one, from below and above, in units². */
const bounds = (x: Matrix, center: number) =>
  Workspace.withMatrix(
    engine,
    x,
    (placed) =>
      sketched(engine, placed, x, everyone(x), (s) =>
        Workspace.scratch(placed.slab, 64 + 8 * s.capacity, (at) =>
          Effect.sync(() => {
            const { slab } = placed
            const lows = at + 64, highs = lows + 4 * s.capacity
            Slab.u32(slab, at, 8).set([s.q, s.step, s.stats, s.capacity, lows, highs, at + 28, center])
            Slab.f32(slab, lows, 2 * s.capacity).fill(Infinity)
            slab.bind(lowerBounds, engine.variant)(0, x.rows, at, 0, 1)
            const longest = Math.max(...Slab.f32(slab, s.stats + 12 * s.capacity, x.rows))
            return {
              unit: s.unit,
              lows: Float32Array.from(Slab.f32(slab, lows, x.rows)),
              highs: Float32Array.from(Slab.f32(slab, highs, x.rows)),
              longest
            }
          })))
  )

describe.skipIf(best() === "typescript")("sketches", () => {
  test.prop([clouds, fc.nat()])("bound every distance from both sides, and tightly", (x, at) => {
    const center = at % x.rows
    const { highs, longest, lows, unit } = Effect.runSync(bounds(x, center))
    for (let i = 0; i < x.rows; i++) {
      const half = squaredDistance(x.data, i * x.cols, x.data, center * x.cols, x.cols) * unit * unit / 2
      assert.isAtMost(lows[i]!, half)
      assert.isAtLeast(highs[i]!, half)
      assert.isBelow(highs[i]! - lows[i]!, 1e-3)
    }
    assert.isBelow(longest, 1.01)
  })
})

/** Where the sketches of two queries lie that use them at the same time. */
const both = (x: Matrix) =>
  Effect.gen(function*() {
    const met = yield* Deferred.make<void>()
    let there = 0
    const one = Workspace.withMatrix(engine, x, (placed) =>
      sketched(engine, placed, x, everyone(x), ({ q }) => {
        const come = ++there === 2 ? Deferred.succeed(met, undefined) : Effect.void
        return Effect.as(Effect.andThen(come, Deferred.await(met)), q)
      }))
    return yield* Effect.all([one, one], { concurrency: "unbounded" })
  })

describe.skipIf(best() === "typescript")("sketches of all rows", () => {
  it.live("lie in memory once for queries that share a matrix and use them at once, else once for each", () =>
    Effect.gen(function*() {
      const x = make(Float32Array.from({ length: 64 * 8 }, (_, i) => (i * 37) % 11), 64, 8)
      const [a, b] = yield* both(x)
      assert.notStrictEqual(a, b)
      share(x)
      const [c, d] = yield* both(x)
      assert.strictEqual(c, d)
    }))
})

describe("blockRows", () => {
  test.prop([fc.integer({ min: 1, max: 100_000 })])("is a multiple of four, and a few milliseconds' work", (cols) => {
    const rows = blockRows(engine, cols)
    assert.strictEqual(rows % 4, 0)
    assert.isAtLeast(rows, 16)
    assert.isTrue(rows === 16 || rows ** 2 * cols <= 2 ** 25)
  })
})
