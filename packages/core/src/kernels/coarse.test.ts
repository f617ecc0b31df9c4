import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, everyone, kinds } from "../../test/clouds.ts"
import { runs } from "../../test/runs.ts"
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

/**
 * Wide clouds of more than one block: those of "unlike" rows are of every length; of "clusters" one pair in five is near,
 * and where rows 0 and 5 are neighbors most of these are.
 */
const many = [
  { kind: "unlike", rows: 530, cols: 160, pair: [3, 4] },
  { kind: "clusters", rows: 600, cols: 144, pair: [0, 5] },
  { kind: "clusters", rows: 270, cols: 600, pair: [0, 5] },
  { kind: "plain", rows: 300, cols: 512, pair: [1, 2] }
] as const

const crowd = ({ cols, kind, rows }: (typeof many)[number]): Matrix => {
  const plain = cloud("plain", rows, cols, 7), centers = cloud("plain", 5, cols, 8)
  if (kind === "plain") return plain
  const bent = (x: number, at: number) => {
    const i = Math.floor(at / cols)
    return kind === "unlike" ? x * (1 + i % 7) / 7 : x + 0.6 * centers.data[(i % 5) * cols + at % cols]!
  }
  return make(plain.data.map(bent), rows, cols)
}

/**
 * A block of rows with one large number and, in one column of sixteen, numbers too small for it to leave a coarse trace;
 * and a block of rows along these numbers, as long and without an error of their own. What Cauchy–Schwarz allows is then
 * what happens.
 */
const hidden = (first: boolean): Matrix => {
  const marked = (j: number) => j % 16 === (j >> 4) % 16
  const long = (j: number) => j === 1 ? 63 : marked(j) ? 0.49 : 0
  const along = (j: number) => marked(j) ? Math.sqrt(63 ** 2 / 32 + 0.49 ** 2) : 0
  const number = (_: unknown, at: number) => {
    const i = Math.floor(at / 512)
    return (1 - (i & 2)) * (i < 256 === first ? long : along)(at % 512)
  }
  return make(Float32Array.from({ length: 512 ** 2 }, number), 512, 512)
}

/** The stored bytes (four rows interleaved, sixteen bytes each) and numbers of the coarse sketches, and of those they were made from. */
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
              bytes: new Uint8Array(slab.buffer(), q, fine.capacity * step).slice(),
              fine: new Int16Array(slab.buffer(), fine.q, x.rows * fine.step / 2).slice(),
              fineStep: fine.step / 2,
              scales: Slab.f32(slab, fine.stats, x.rows).slice(),
              stat: (kind: number) =>
                Slab.f32(slab, stats + 4 * kind * fine.capacity, x.rows).slice(),
              fineErrors: Slab.f32(slab, fine.stats + 16 * fine.capacity, x.rows).slice()
            }
          }).pipe(Effect.map((all) => ({ ...all, scale: all.stat(0), errors: all.stat(4) })))))
  )

/** The graph at a radius just above the distance of two rows. */
const asItIs = (matrix: Matrix, i: number, j: number) => {
  const radius = distance(matrix.data, matrix.cols, i, j) * (1 + 1e-9)
  const request = { matrix, rows: everyone(matrix), radius }
  const { offsets, targets } = Effect.runSync(radiusGraph(engine, request)), expected = radiusGraphSync(request)
  assert.deepStrictEqual(offsets, expected.offsets)
  assert.isTrue(targets.every((target, at) => target === expected.targets[at]))
}

describe.skipIf(!supports("relaxed-simd"))("coarse sketches", () => {
  test.prop([wide], { numRuns: runs(100) })(
    "are within their errors, and no 16-bit lane of a product can overflow",
    (x) => {
      const { bytes, errors, fine, fineErrors, fineStep, scale, scales, step } = Effect.runSync(inside(x))
      let most = 0
      for (let i = 0; i < x.rows; i++) {
        const lanes = new Map<number, number>()
        let off = 0
        for (let j = 0; j < step; j++) {
          const n = bytes[(i & ~3) * step + (j >> 4) * 64 + (i & 3) * 16 + (j & 15)]! - 64
          most = Math.max(most, Math.abs(n))
          const lane = 8 * (j >> 9) + ((j & 15) >> 1)
          lanes.set(lane, (lanes.get(lane) ?? 0) + n * n)
          off += (scales[i]! * (j < fineStep ? fine[i * fineStep + j]! : 0) - scale[i]! * n) ** 2
        }
        assert.isAtMost(Math.max(...lanes.values()), 181 * 181)
        assert.isAtLeast(errors[i]!, fineErrors[i]! + Math.sqrt(off))
      }
      assert.isAtMost(most, 63)
    }
  )

  it.each(many)("leave the graph as it is in several blocks: $kind $rows × $cols, radius from $pair", (many) => {
    asItIs(crowd(many), many.pair[0], many.pair[1])
  }, 60_000)

  it.each([true, false])("leave the graph as it is where the whole error of a row is along another: %s", (first) => {
    asItIs(hidden(first), 0, 256)
  }, 60_000)

  test.prop([wide, fc.nat(), fc.nat(), fc.constantFrom(0, 1e-9)], { numRuns: runs(100) })(
    "leave the graph as it is, at radii that are distances or just more",
    (matrix, i, j, more) => {
      const radius = distance(matrix.data, matrix.cols, i % matrix.rows, j % matrix.rows) * (1 + more)
      const request = { matrix, rows: everyone(matrix), radius }
      assert.deepStrictEqual(Effect.runSync(radiusGraph(engine, request)), radiusGraphSync(request))
    }
  )
})
