import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, inFrame, matrix } from "../../test/kernels.ts"
import * as Centers from "../kmeans/centers.ts"
import { withProblem } from "../kmeans/problem.ts"
import { make, type Matrix, row } from "../Matrix.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

type Engine = (typeof engines)[number]

/** Two assignments, the second after the centers moved: what the bounds claim of every row after each. */
const twice = (engine: Engine, x: Matrix, first: Float64Array, second: Float64Array) =>
  Effect.runPromise(withProblem(engine, x, {}, (problem) =>
    Workspace.arena(
      problem.slab,
      Effect.fnUntraced(function*(alloc) {
        const k = first.length / x.cols
        const state = Centers.make(problem, k, alloc(4 * x.rows), alloc)
        Slab.i32(problem.slab, state.assignment, x.rows).fill(-1)
        Slab.f64(problem.slab, state.centers, k * x.cols).set(first)
        yield* Centers.assignRows(problem, state)
        const one = outcome(problem.slab, state, x.rows, first)
        Slab.f64(problem.slab, state.centers, k * x.cols).set(second)
        noteDrift(Slab.f32(problem.slab, state.drift, k + state.groups), state, first, second, x.cols)
        yield* Centers.assignRows(problem, state)
        return [one, outcome(problem.slab, state, x.rows, second)]
      })
    )))

const outcome = (slab: Slab.Slab, state: Centers.State, n: number, centers: Float64Array) => ({
  centers,
  width: state.width,
  groups: state.groups,
  own: Slab.i32(slab, state.assignment, n).slice(),
  upper: Float32Array.from(Slab.f32(slab, state.upper, n)),
  lower: Float32Array.from(Slab.f32(slab, state.lower, n * state.groups))
})

const between = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0
  for (let p = 0; p < a.length; p++) sum += (a[p]! - b[p]!) ** 2
  return Math.sqrt(sum)
}

const noteDrift = (drift: Float32Array, state: Centers.State, from: Float64Array, to: Float64Array, cols: number) => {
  drift.fill(0)
  for (let j = 0; j < state.k; j++) {
    const moved = between(from.subarray(j * cols, (j + 1) * cols), to.subarray(j * cols, (j + 1) * cols))
    drift[j] = moved * (1 + 3e-7)
    const group = state.k + Math.floor(j / state.width)
    drift[group] = Math.max(drift[group]!, drift[j]!)
  }
}

const centers = fc.integer({ min: 1, max: 40 }).chain((k) =>
  fc.record({
    k: fc.constant(k),
    grid: fc.boolean(),
    seed: fc.nat({ max: 1000 })
  })
)

const values = (k: number, cols: number, grid: boolean, seed: number): Float64Array =>
  Float64Array.from({ length: k * cols }, (_, i) => {
    const value = 3 * Math.sin(seed + i * 12.9898)
    return grid ? Math.round(value) : value
  })

describe("assign", () => {
  test.prop([matrix, centers, fc.constantFrom(...engines)])(
    "gives the nearest center, the first of equally near ones, with bounds that hold",
    async (given, { grid, k, seed }, engine) => {
      const x = inFrame(given)
      const [first, second] = [values(k, x.cols, grid, seed), values(k, x.cols, grid, seed + 0.01)]
      for (const { centers, groups, lower, own, upper, width } of await twice(engine, x, first, second)) {
        for (let i = 0; i < x.rows; i++) {
          const far = Array.from(
            { length: k },
            (_, j) => between(row(x, i), centers.subarray(j * x.cols, (j + 1) * x.cols))
          )
          const least = Math.min(...far)
          assert.isAtMost(far[own[i]!]!, least * (1 + 1e-12))
          if (grid && x.data.every(Number.isInteger)) assert.strictEqual(own[i], far.indexOf(least))
          assert.isAtLeast(upper[i]!, far[own[i]!]! * (1 - 1e-12))
          far.forEach((d, j) => {
            if (j !== own[i]) assert.isAtMost(lower[i * groups + Math.floor(j / width)]!, d * (1 + 1e-12))
          })
        }
      }
    }
  )

  it.each(engines)(
    "knows what single precision leaves of the smallest centers beside large rows: $variant",
    async (engine) => {
      const x = make(Float32Array.of(2 ** 49, 2 ** 49, -(2 ** 49), -(2 ** 49)), 2, 2)
      const centers = Float64Array.of(1.6, 1.45, 1.5, 1.5).map((c) => c * 2 ** -149)
      for (const { own } of await twice(engine, x, centers, centers)) assert.deepStrictEqual([...own], [0, 0])
    }
  )
})
