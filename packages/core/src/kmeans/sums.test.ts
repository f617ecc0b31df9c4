import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, hard } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { runs } from "../../test/runs.ts"
import { scattered } from "../kernels/scattered.ts"
import * as Slab from "../kernels/slab.ts"
import { best } from "../kernels/variant.ts"
import * as Workspace from "../kernels/workspace.ts"
import { make, type Matrix } from "../Matrix.ts"
import { type Placed, withProblem } from "./problem.ts"
import { follow, gridFor, type Levels, levelsOf, makeSums } from "./sums.ts"

const k = 5

/** Exact sums of clusters after each of some assignments, level by level; and the rows in their frame. */
const followed = (
  engine: (typeof engines)[number],
  x: Matrix,
  weights: Float64Array,
  assignments: ReadonlyArray<Int32Array>,
  as: (problem: Placed) => Placed = (problem) => problem
) =>
  Effect.runPromise(
    withProblem(engine, x, { rows: Uint32Array.from(weights.keys()), weights }, (given) =>
      Workspace.arena(
        given.slab,
        Effect.fnUntraced(function*(alloc) {
          const problem = as(given), { cols, n, slab } = problem, sums = makeSums(problem, k, alloc(4 * n), alloc)
          const found: Array<Levels> = []
          for (const own of assignments) {
            Slab.i32(slab, sums.assignment, n).set(own)
            yield* follow(problem, sums)
            found.push(levelsOf(problem, sums).map((level) => level.slice()))
          }
          return { found, rows: Slab.f32(slab, given.x, n * cols).slice(), cols }
        })
      ))
  )

const assigned = (n: number, seed: number) =>
  [0, 1, 2].map((round) => Int32Array.from({ length: n }, (_, i) => i % 3 > round ? 0 : (i * i * seed + round * i) % k))

const weighed = (n: number, seed: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => i === 0 ? 1 : ((i * 7 + seed) % 5) / 4)

/** A number of double precision times 2¹⁰⁷⁴, which is whole. */
const whole = (x: number): bigint => {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0]!
  const e = (bits >> 52n) & 0x7ffn, m = (bits & 0xfffffffffffffn) | (e === 0n ? 0n : 1n << 52n)
  return (x < 0 ? -1n : 1n) * (m << (e === 0n ? 0n : e - 1n))
}

const drawn = fc.tuple(fc.oneof(pools, hard), fc.constantFrom(...engines, scattered(best(), 3)), fc.nat())

describe("follow", () => {
  test.prop([drawn], { numRuns: runs(60) })(
    "gives the sums of rows summed anew, whatever their clusters were before, and whether rows are read one by one",
    async ([x, engine, seed]) => {
      const all = assigned(x.rows, seed), weights = weighed(x.rows, seed)
      const { found } = await followed(engine, x, weights, all)
      for (const [round, own] of all.entries()) {
        assert.deepStrictEqual((await followed(engine, x, weights, [own])).found[0], found[round])
      }
      const fused = await followed(engine, x, weights, all, (problem) => ({ ...problem, fused: true }))
      assert.deepStrictEqual(fused.found, found)
    }
  )

  test.prop([drawn], { numRuns: runs(60) })("is the exact sum", async ([x, engine, seed]) => {
    const all = assigned(x.rows, seed), weights = weighed(x.rows, seed)
    const { cols, found, rows } = await followed(engine, x, weights, all)
    for (const [round, own] of all.entries()) {
      const exact = new Array<bigint>(k * cols).fill(0n)
      own.forEach((j, i) => {
        for (let p = 0; p < cols; p++) exact[j * cols + p]! += whole(weights[i]! * rows[i * cols + p]!)
      })
      const sums = exact.map((_, at) => found[round]!.reduce((sum, level) => sum + whole(level[at]!), 0n))
      assert.deepStrictEqual(sums, exact)
    }
  })

  test.prop([pools, fc.constantFrom(...engines, scattered(best(), 3)), fc.nat()], { numRuns: runs(40) })(
    "does not depend on the order of the rows",
    async (x, engine, seed) => {
      const { cols, rows: n } = x, turned = Array.from({ length: n }, (_, i) => n - 1 - i)
      const data = Float32Array.from(turned.flatMap((i) => [...x.data.subarray(i * cols, (i + 1) * cols)]))
      const all = assigned(n, seed), weights = weighed(n, seed)
      const other = await followed(
        engine,
        make(data, n, cols),
        Float64Array.from(turned, (i) => weights[i]!),
        all.map((own) => Int32Array.from(turned, (i) => own[i]!))
      )
      assert.deepStrictEqual(other.found, (await followed(engine, x, weights, all)).found)
    }
  )

  it("takes as many levels as it needs: two as a rule, and more of numbers of all sizes", async () => {
    const levels = async (x: Matrix) => {
      const { found } = await followed(engines[0]!, x, new Float64Array(x.rows).fill(1), assigned(x.rows, 1))
      return found[0]!.length
    }
    assert.strictEqual(await levels(make(Float32Array.from({ length: 600 }, (_, i) => Math.sin(i)), 300, 2)), 2)
    assert.isAbove(await levels(make(Float32Array.of(1, 2 ** -120, 2 ** -149, -1), 2, 2)), 2)
  })
})

describe("gridFor", () => {
  it("has room for the sum of all terms on each grid, with one term and with many", () => {
    for (const [n, most] of [[1, 1], [2, 0.75], [1000, 3], [2 ** 20, 1 + 2 ** -52], [5e6, 1e-20]] as const) {
      const { finer, unit } = gridFor(n, most)
      assert.isAtMost(n * (1.5 * most + unit), unit * 2 ** 53)
      // What is left of a term is half a unit at most.
      assert.isAtMost(n * (unit / 2 + unit * finer), unit * finer * 2 ** 53)
    }
    assert.strictEqual(gridFor(3, 0).unit, 0)
  })
})
