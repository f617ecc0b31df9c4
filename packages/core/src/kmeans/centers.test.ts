import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, hard } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { markOpen } from "../kernels/assign.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import { make, type Matrix } from "../Matrix.ts"
import * as Centers from "./centers.ts"
import { fillEmpty } from "./lloyd.ts"
import { moveToMeans } from "./means.ts"
import { type Placed, withProblem } from "./problem.ts"

/** What a descent knows after a step: its rows and centers, each row's center, and the bounds on the distances. */
const known = (
  { cols, n, slab, x }: Placed,
  { assignment, centers, groups, k, lower, upper, width }: Centers.State
) => ({
  ...{ cols, groups, k, n, width },
  rows: Slab.f32(slab, x, n * cols).slice(),
  centers: Slab.f64(slab, centers, k * cols).slice(),
  own: Slab.i32(slab, assignment, n).slice(),
  upper: Slab.f32(slab, upper, n).slice(),
  lower: Slab.f32(slab, lower, n * groups).slice()
})

type Known = ReturnType<typeof known>

/** Assigns rows with numbers that are none in those of them which are not marked, and puts these back. */
const blindly = Effect.fnUntraced(function*(problem: Placed, state: Centers.State, alloc: (bytes: number) => number) {
  const { cols, engine, n, slab } = problem,
    { assignment, drift, groups, k, lower, upper } = state,
    flags = alloc(4 * n)
  yield* engine.over(slab, markOpen, { items: n, cost: 1 }, [k, groups, assignment, upper, lower, drift, flags])
  const rows = Slab.f32(slab, problem.x, n * cols), before = rows.slice()
  Slab.i32(slab, flags, n).forEach((flag, i) => flag === 0 ? rows.fill(Number.NaN, i * cols, (i + 1) * cols) : 0)
  yield* Centers.assignRows(problem, state)
  rows.set(before)
  return Slab.i32(slab, flags, n).reduce((sum, flag) => sum + flag, 0)
})

/** Some iterations of k-means from every `stride`-th row on: what is known after each assignment, and how many rows were marked. */
const descent = (engine: (typeof engines)[number], x: Matrix, k: number, rounds: number, isBlind = false) =>
  Effect.runPromise(withProblem(engine, x, {}, (problem) =>
    Workspace.arena(
      problem.slab,
      Effect.fnUntraced(function*(alloc) {
        const { cols, n, slab } = problem, state = Centers.make(problem, k, alloc(4 * n), alloc)
        Slab.i32(slab, state.assignment, n).fill(-1)
        for (let j = 0; j < k; j++) {
          const at = problem.x + 4 * cols * Math.floor(j * n / k)
          Slab.f64(slab, state.centers + 8 * j * cols, cols).set(Slab.f32(slab, at, cols))
        }
        const found: Array<Known> = []
        let marked = 0
        for (let round = 0; round < rounds; round++) {
          if (isBlind) marked += yield* blindly(problem, state, alloc)
          else yield* Centers.assignRows(problem, state)
          found.push(known(problem, state))
          yield* fillEmpty(problem, state)
          yield* moveToMeans(problem, state)
        }
        return { found, marked }
      })
    )))

/** The distance of row i and center j, in double precision. */
const between = ({ centers, cols, rows }: Known, i: number, j: number): number => {
  let sum = 0
  for (let p = 0; p < cols; p++) sum += (rows[i * cols + p]! - centers[j * cols + p]!) ** 2
  return Math.sqrt(sum)
}

const holds = (state: Known): void => {
  const { groups, k, lower, n, own, upper, width } = state
  for (let i = 0; i < n; i++) {
    const far = Array.from({ length: k }, (_, j) => between(state, i, j)), mine = far[own[i]!]!
    assert.isAtMost(mine, Math.min(...far) * (1 + 1e-12), "the nearest center")
    assert.isAtLeast(upper[i]!, mine * (1 - 1e-12), "the bound from above")
    far.forEach((d, j) => {
      if (j === own[i]) return
      assert.isAtMost(lower[i * groups + Math.floor(j / width)]!, d * (1 + 1e-12), "the bound from below")
    })
  }
}

describe("assignRows", () => {
  const denormal = make(Float32Array.of(0, 0, 2 ** -149, -(2 ** -148), 2 ** -24, 0), 3, 2)
  // A cluster is empty here, and the row that fills it must forget its bounds.
  const empty = make(new Float32Array(48), 24, 2)
  for (const [at, x] of [[2, 1], [8, 1], [9, -8], [16, -1], [21, -1], [24, 1], [36, -8]] as const) empty.data[at] = x
  const examples = engines.flatMap((engine): Array<[Matrix, number, typeof engine]> => [
    [denormal, 1, engine],
    [empty, 8, engine]
  ])

  test.prop([hard, fc.integer({ min: 1, max: 12 }), fc.constantFrom(...engines)], { examples })(
    "finds the nearest centers of numbers of every size, with bounds that hold in every iteration",
    async (x, most, engine) => {
      for (const state of (await descent(engine, x, Math.min(most, x.rows), 5)).found) holds(state)
    }
  )

  test.prop([fc.oneof(hard, pools), fc.integer({ min: 1, max: 12 }), fc.constantFrom(...engines)], { examples })(
    "looks at no row that is not marked as open",
    async (x, most, engine) => {
      const k = Math.min(most, x.rows), blind = await descent(engine, x, k, 8, true)
      assert.deepStrictEqual(blind.found, (await descent(engine, x, k, 8)).found)
    }
  )

  it("has most rows closed where groups lie far apart", async () => {
    const rows = 300, data = Float32Array.from({ length: 2 * rows }, (_, at) => 100 * (at >> 1) % 700 + Math.sin(at))
    for (const engine of engines) {
      const { marked } = await descent(engine, make(data, rows, 2), 7, 5, true)
      assert.isAtMost(marked, 3 * rows)
    }
  })
})
