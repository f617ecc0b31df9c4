import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, everyone, kinds } from "../../test/clouds.ts"
import { make, type Matrix } from "../Matrix.ts"
import { distance } from "../neighbors/distance.ts"
import { coarsened } from "./coarse.ts"
import { single } from "./engine.ts"
import { radiusGraph, radiusGraphSync } from "./radius-graph.ts"
import { sketched } from "./sketch.ts"
import * as Slab from "./slab.ts"
import { supports } from "./variant.ts"
import * as Workspace from "./workspace.ts"

const engine = single("relaxed-simd")

/** Wide clouds; in "spikes" each row has one large number, and every third row is constant: the worst for a lane. */
const wide: fc.Arbitrary<Matrix> = fc
  .tuple(
    fc.constantFrom(...kinds, "spikes" as const),
    fc.integer({ min: 1, max: 24 }),
    fc.constantFrom(128, 131, 520),
    fc.nat()
  )
  .map(([kind, rows, cols, seed]) => {
    if (kind !== "spikes") return cloud(kind, rows, cols, seed)
    const spike = (_: unknown, at: number) => {
      const i = Math.floor(at / cols)
      return i % 3 === 0 ? (i % 2) - 0.5 : at % cols === (i * seed) % cols ? 5 : 1e-3
    }
    return make(Float32Array.from({ length: rows * cols }, spike), rows, cols)
  })

/** The stored bytes and numbers of the coarse sketches, and of those they were made from. */
const inside = (x: Matrix) =>
  Workspace.withMatrix(
    engine,
    x,
    (placed) =>
      sketched(engine, placed, x, everyone(x), (fine) =>
        coarsened(engine, placed.slab, fine, x, (coarse) =>
          Effect.sync(() => {
            const { slab } = placed
            const { q, stats, step } = coarse!
            return {
              step,
              bytes: new Uint8Array(slab.buffer(), q, x.rows * step).slice(),
              fine: new Int16Array(slab.buffer(), fine.q, x.rows * fine.step / 2).slice(),
              fineStep: fine.step / 2,
              scales: Slab.f32(slab, fine.stats, x.rows).slice(),
              stat: (kind: number) =>
                Slab.f32(slab, stats + 4 * kind * fine.capacity, x.rows).slice(),
              sums: Slab.i32(slab, stats + 20 * fine.capacity, x.rows).slice(),
              fineErrors: Slab.f32(slab, fine.stats + 16 * fine.capacity, x.rows).slice()
            }
          }).pipe(Effect.map((all) => ({ ...all, scale: all.stat(0), errors: all.stat(4) })))))
  )

describe.skipIf(!supports("relaxed-simd"))("coarse sketches", () => {
  test.prop([wide])("are within their errors, and no 16-bit lane of a product can overflow", (x) => {
    const { bytes, errors, fine, fineErrors, fineStep, scale, scales, step, sums } = Effect.runSync(inside(x))
    for (let i = 0; i < x.rows; i++) {
      const lanes = new Map<string, number>()
      let off = 0, sum = 0
      for (let j = 0; j < step; j++) {
        const n = bytes[i * step + j]! - 32
        assert.isAtMost(Math.abs(n), 31)
        const lane = `${j >> 9} ${(j & 15) >> 1}`
        lanes.set(lane, (lanes.get(lane) ?? 0) + n * n)
        off += (scales[i]! * (j < fineStep ? fine[i * fineStep + j]! : 0) - scale[i]! * n) ** 2
        sum += n
      }
      assert.isAtMost(Math.max(...lanes.values()), 93 * 93)
      assert.isAtLeast(errors[i]!, fineErrors[i]! + Math.sqrt(off))
      assert.strictEqual(sums[i], 32 * sum)
    }
  })

  test.prop([wide, fc.nat(), fc.nat()])("leave the graph as it is", (matrix, i, j) => {
    const radius = distance(matrix.data, matrix.cols, i % matrix.rows, j % matrix.rows)
    const request = { matrix, rows: everyone(matrix), radius }
    assert.deepStrictEqual(Effect.runSync(radiusGraph(engine, request)), radiusGraphSync(request))
  })
})
