import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, kinds } from "../../test/clouds.ts"
import { runs } from "../../test/runs.ts"
import { single } from "../kernels/engine.ts"
import { scattered } from "../kernels/scattered.ts"
import * as Slab from "../kernels/slab.ts"
import { squaredDistancesToSync } from "../kernels/squared-distances.ts"
import { supports } from "../kernels/variant.ts"
import * as Workspace from "../kernels/workspace.ts"
import { make, type Matrix } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import * as Ahead from "./ahead.ts"
import { board, place, potentials } from "./candidates.ts"
import { kmeans } from "./kmeans.ts"
import { withProblem } from "./problem.ts"

const looking = single("relaxed-simd", { settings: { ahead: 0, narrow: 1 } })
const blind = single("relaxed-simd", { settings: { ahead: Infinity } })

/** Groups of rows about centers of their own, so that most rows have their center soon. */
const groups = (rows: number, cols: number, count: number, noise: number, seed: number): Matrix => {
  const own = cloud("plain", rows, cols, seed), centers = cloud("plain", count, cols, seed + 1)
  return make(
    own.data.map((x, at) => noise * x + centers.data[(Math.floor(at / cols) % count) * cols + at % cols]!),
    rows,
    cols
  )
}

const clouds = fc
  .tuple(
    fc.constantFrom(...kinds, "groups" as const),
    fc.constantFrom(1, 3, 40, 255, 256, 257, 600),
    fc.constantFrom(1, 15, 33, 128, 520),
    fc.nat({ max: 1000 })
  )
  .map(([kind, rows, cols, seed]) =>
    kind === "groups" ? groups(rows, cols, 7, 0.1, seed) : cloud(kind, rows, cols, seed)
  )

/** Which rows are said to be open to some candidates, after a few centers, which are rows as well; and D². */
const opened = (x: Matrix, centers: ReadonlyArray<number>, chosen: ReadonlyArray<number>, more = 0) =>
  Effect.runSync(withProblem(looking, x, {}, (problem) =>
    Workspace.arena(
      problem.slab,
      Effect.fnUntraced(function*(alloc) {
        const { n, slab } = problem, nearest = alloc(8 * n)
        const all = centers.map((c) => squaredDistancesToSync(x, c))
        const squared = Slab.f64(slab, nearest, n).map((_, i) => (1 + more) * Math.min(...all.map((ds) => ds[i]!)))
        Slab.f64(slab, nearest, n).set(squared)
        const ahead = yield* Ahead.make(problem, chosen.length, 100, alloc)
        const to = { ...board(problem, chosen.length, alloc), ahead }
        yield* place(problem, to, chosen)
        const told = Ahead.ready(problem, ahead, { number: 100, chosen })
        yield* problem.each((part) => potentials(problem, to, { squared: nearest, assignment: 0 }, part, told))
        return { squared, open: Slab.u8(slab, ahead!.open, n).slice() }
      })
    )))

describe.skipIf(!supports("relaxed-simd"))("a look ahead of k-means++", () => {
  test.prop([clouds, fc.integer({ min: 1, max: 40 }), fc.nat(), fc.boolean()], { numRuns: runs(100) })(
    "changes no cluster, however the work is cut",
    async (matrix, k, seed, cut) => {
      const request = { matrix, k, key: Rng.fromSeed(seed), maxIterations: 2 }
      const engine = cut ? { ...scattered("relaxed-simd", seed), settings: looking.settings } : looking
      const found = await Effect.runPromise(kmeans(engine, request))
      assert.deepStrictEqual(found, await Effect.runPromise(kmeans(blind, request)))
    }
  )

  test.prop([clouds, fc.nat(), fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 1e-12, 0.1)], { numRuns: runs(200) })(
    "leaves no row out to which a candidate is nearer",
    (given, seed, count, more) => {
      const x = given.data.some((v) => Math.abs(v) > 1e12 || (v !== 0 && Math.abs(v) < 1e-12))
        ? groups(257, 33, 7, 0.1, seed)
        : given
      const draw = Rng.reader(Rng.fromSeed(seed)), one = () => Math.floor(draw() * x.rows)
      const centers = [one(), one()], chosen = Array.from({ length: count }, one)
      const { open, squared } = opened(x, centers, chosen, more)
      for (const candidate of chosen) {
        squaredDistancesToSync(x, candidate).forEach((d, i) => {
          if (d < squared[i]!) assert.strictEqual(open[i], 1, `row ${i}, candidate ${candidate}`)
        })
      }
    }
  )

  it("changes no cluster of more rows than are sketched at a time", async () => {
    // Pieces of 4,096 rows: two and a part, in which every length comes again.
    const own = groups(8300, 20, 9, 0.4, 3),
      matrix = make(own.data.map((x, at) => x * (1 + Math.floor(at / 20) % 5)), 8300, 20)
    const request = { matrix, k: 60, key: Rng.fromSeed(4), maxIterations: 1 }
    const found = await Effect.runPromise(kmeans(looking, request))
    assert.deepStrictEqual(found, await Effect.runPromise(kmeans(blind, request)))
    const { open, squared } = opened(matrix, [0, 1, 2, 3, 4], [5000, 8200, 4095, 4096])
    const left = Array.from(squared, (_, i) => i).filter((i) => open[i] === 0)
    // Of every piece some are left out.
    assert.isAbove(left.filter((i) => i < 4096).length, 100)
    assert.isAbove(left.filter((i) => i >= 4096 && i < 8192).length, 100)
    for (const candidate of [5000, 8200, 4095, 4096]) {
      const ds = squaredDistancesToSync(matrix, candidate)
      assert.isTrue(left.every((i) => ds[i]! >= squared[i]!))
    }
  })

  it("takes no more than there is to spare, and is worth it for a few centers of many numbers", () => {
    const x = groups(300, 16, 3, 0.1, 1),
      made = (spare: number | undefined, ahead: number, centers: number) => {
        const engine = single("relaxed-simd", { settings: { ahead, narrow: 1 } })
        return Effect.runSync(
          withProblem(
            engine,
            x,
            {},
            (problem) => Workspace.arena(problem.slab, (alloc) => Ahead.make({ ...problem, spare }, 4, centers, alloc))
          )
        ) !== undefined
      }
    assert.isTrue(made(undefined, 300 * 16 * 20, 20))
    assert.isFalse(made(undefined, 300 * 16 * 20, 19))
    assert.isTrue(made(2 ** 20, 0, 1))
    assert.isFalse(made(300 * 16, 0, 1))
  })

  it("leaves out most rows where groups have their centers", () => {
    const x = groups(1000, 256, 10, 0.3, 5), centers = Array.from({ length: 10 }, (_, i) => i)
    const { open } = opened(x, centers, [123, 456, 789])
    // The rows of the candidates' own groups, of which there are three, are open: 300 of 1,000.
    const all = open.reduce((sum, one) => sum + one, 0)
    assert.isAtLeast(all, 3)
    assert.isAtMost(all, 300)
  })
})
