import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, hard, inFrame, matrix } from "../../test/kernels.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesToSync } from "../kernels/squared-distances.ts"
import * as Workspace from "../kernels/workspace.ts"
import { make, type Matrix, row } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import { withProblem } from "./problem.ts"
import { blockSums, candidateCount, draw, seed } from "./seeding.ts"

/** Runs the seeding alone: the rows chosen, and D² and nearest center of each row at the end. */
const start = (engine: (typeof engines)[number], x: Matrix, k: number, key: Rng.Key) =>
  Effect.runPromise(withProblem(engine, x, {}, (problem) =>
    Workspace.arena(
      problem.slab,
      Effect.fnUntraced(function*(alloc) {
        const nearest = { squared: alloc(8 * problem.n), assignment: alloc(4 * problem.n) }
        Slab.f64(problem.slab, nearest.squared, problem.n).fill(Infinity)
        const chosen = yield* seed(problem, nearest, { k, key })
        return {
          chosen,
          squared: Slab.f64(problem.slab, nearest.squared, problem.n).slice(),
          assignment: Slab.i32(problem.slab, nearest.assignment, problem.n).slice()
        }
      })
    )))

/** Greedy k-means++ straight from its definition, with the same random numbers. */
const byDefinition = (x: Matrix, k: number, key: Rng.Key): Array<number> => {
  const n = x.rows
  const chosen = [draw(() => 1, n, blockSums(() => 1, n), Rng.uniform(Rng.derive(key, 0), 0))]
  let nearest = squaredDistancesToSync(x, chosen[0]!)
  while (chosen.length < k && nearest.some((d) => d > 0)) {
    const draws = Rng.derive(key, chosen.length)
    const mass = (i: number) => nearest[i]!
    const candidates = Array.from(
      { length: candidateCount(k) },
      (_, c) => draw(mass, n, blockSums(mass, n), Rng.uniform(draws, c))
    )
    const after = candidates.map((c) => squaredDistancesToSync(x, c).map((d, i) => Math.min(d, nearest[i]!)))
    const left = after.map((ds) => ds.reduce((sum, d) => sum + d, 0))
    const order = [...left.keys()].sort((a, b) => left[a]! - left[b]! || candidates[a]! - candidates[b]!)
    chosen.push(candidates[order[0]!]!)
    nearest = after[order[0]!]!
  }
  return chosen
}

const grid = fc.record({ rows: fc.integer({ min: 1, max: 40 }), cols: fc.integer({ min: 1, max: 9 }) }).chain((shape) =>
  fc.array(fc.integer({ min: -2, max: 2 }), {
    minLength: shape.rows * shape.cols,
    maxLength: shape.rows * shape.cols
  }).map((data): Matrix => ({ data: Float32Array.from(data), ...shape }))
)
const engine = fc.constantFrom(...engines)
const key = fc.nat().map(Rng.fromSeed)

describe("seeding", () => {
  it("draws in proportion to the masses, and never a mass of 0", () => {
    const masses = [0, 1, 0, 2, 3, 4, 0]
    const counts = masses.map(() => 0)
    const sums = blockSums((i) => masses[i]!, masses.length)
    const draws = 20_000
    for (let c = 0; c < draws; c++) {
      counts[draw((i) => masses[i]!, masses.length, sums, Rng.uniform(Rng.fromSeed(1), c))]!++
    }
    masses.forEach((mass, i) => {
      const expected = draws * mass / 10
      assert.isAtMost(Math.abs(counts[i]! - expected), 5 * Math.sqrt(expected))
    })
  })

  it("draws across blocks, to the very ends of the unit interval", () => {
    const mass = (i: number) => i % 3
    const sums = blockSums(mass, 1000)
    assert.strictEqual(draw(mass, 1000, sums, 0), 1)
    assert.strictEqual(draw(mass, 1000, sums, 1 - 2 ** -53), 998)
    assert.strictEqual(draw((i) => i === 400 ? 1 : 0, 1000, blockSums((i) => i === 400 ? 1 : 0, 1000), 0.5), 400)
    assert.strictEqual(draw(() => 0, 1000, blockSums(() => 0, 1000), 0.5), -1)
  })

  test.prop([grid, fc.integer({ min: 1, max: 12 }), key, engine])(
    "on a grid, where sums are exact, it chooses what the definition chooses",
    async (given, k, key, engine) => {
      const x = inFrame(given)
      const { assignment, chosen } = await start(engine, x, k, key)
      assert.deepStrictEqual(chosen, byDefinition(x, k, key))
      const all = chosen.map((c) => squaredDistancesToSync(x, c))
      assignment.forEach((own, i) => {
        const far = all.map((ds) => ds[i]!)
        assert.strictEqual(own, far.indexOf(Math.min(...far)))
      })
    }
  )

  const products = make(Float32Array.of(2 ** -74, 2 ** -149, 0), 3, 1)
  const estimates = make(Float32Array.of(1, 0, 0, 1.97484 * 2 ** -75, 0, -1.78885 * 2 ** -75, 0, 0), 4, 2)
  const examples = engines.flatMap((engine) =>
    [products, estimates].map((x) => [x, 3, Rng.fromSeed(0), engine] as [Matrix, number, Rng.Key, typeof engine])
  )

  test.prop([fc.oneof(matrix.filter((x) => x.rows > 0), hard), fc.integer({ min: 1, max: 12 }), key, engine], {
    examples
  })(
    "leaves the exact D² and the first nearest center of every row",
    async (given, k, key, engine) => {
      const x = inFrame(given)
      const { chosen, squared, assignment } = await start(engine, x, k, key)
      const all = chosen.map((c) => squaredDistancesToSync(x, c))
      squared.forEach((d, i) => {
        const least = Math.min(...all.map((ds) => ds[i]!))
        assert.isAtMost(Math.abs(d - least), 1e-12 * least)
        assert.isAtMost(all[assignment[i]!]![i]!, least * (1 + 1e-12))
        if (row(x, i).every((value, p) => value === row(x, chosen[0]!)[p])) assert.strictEqual(assignment[i], 0)
      })
    }
  )
})
