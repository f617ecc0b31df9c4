import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { close, engines, exponents, matrix, timesPowerOfTwo, wholeNumbers } from "../../test/kernels.ts"
import { make, make64, type Matrix, type Matrix64, row, row64 } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import { kmeans } from "./kmeans.ts"

const between = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0
  for (let p = 0; p < a.length; p++) sum += (a[p]! - b[p]!) ** 2
  return sum
}

const nearest = (x: ArrayLike<number>, centers: Matrix64): number => {
  let found = 0
  for (let j = 1; j < centers.rows; j++) {
    if (between(x, row64(centers, j)) < between(x, row64(centers, found))) found = j
  }
  return found
}

/** Means of the members, straight from the definition. */
const means = (x: Matrix, own: ArrayLike<number>, k: number, weights = new Float64Array(x.rows).fill(1)): Matrix64 => {
  const sums = new Float64Array(k * x.cols)
  const weight = new Float64Array(k)
  for (let i = 0; i < x.rows; i++) {
    weight[own[i]!]! += weights[i]!
    for (let p = 0; p < x.cols; p++) sums[own[i]! * x.cols + p]! += weights[i]! * row(x, i)[p]!
  }
  return make64(sums.map((sum, at) => sum / weight[Math.floor(at / x.cols)]!), k, x.cols)
}

/** Lloyd without any bounds; `undefined` once a cluster is empty or a row lies (almost) between two centers. */
const lloyd = (x: Matrix, start: Matrix64, most: number): { own: Array<number>; iterations: number } | undefined => {
  let centers = start
  let own = Array.from({ length: x.rows }, (_, i) => nearest(row(x, i), centers))
  if (own.some((j, i) => isClose(row(x, i), centers, j))) return undefined
  for (let iterations = 0;; iterations++) {
    if (new Set(own).size < start.rows) return undefined
    centers = means(x, own, start.rows)
    if (iterations === most) return { own, iterations }
    const next = own.map((_, i) => nearest(row(x, i), centers))
    if (next.some((j, i) => isClose(row(x, i), centers, j))) return undefined
    if (next.every((j, i) => j === own[i])) return { own, iterations: iterations + 1 }
    own = next
  }
}

/** Whether rounding decides between two centers: they are about equally far, and not on a grid of eighths. */
const isClose = (x: ArrayLike<number>, centers: Matrix64, found: number): boolean => {
  const best = between(x, row64(centers, found))
  const exact = [...Array.from(x), ...centers.data].every((value) => Number.isInteger(8 * value))
  return !exact &&
    Array.from({ length: centers.rows }, (_, j) => between(x, row64(centers, j))).some((d, j) =>
      j !== found && Math.abs(d - best) <= 1e-12 * (1 + best)
    )
}

const run = (...args: Parameters<typeof kmeans>) => Effect.runPromise(kmeans(...args))
const some = matrix.filter((x) => x.rows > 0)
const engine = fc.constantFrom(...engines)
const seed = fc.nat().map(Rng.fromSeed)
const distinct = (x: Matrix): number =>
  new Set(Array.from({ length: x.rows }, (_, i) => row(x, i).map((value) => value + 0).join())).size

describe("kmeans", () => {
  const whole = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 }))
    .chain((shape) => wholeNumbers(...shape))

  test.prop([whole, exponents, fc.integer({ min: 1, max: 9 }), seed, engine])(
    "is the same, 2^e as large, where rows are 2^e as long",
    async (x, e, k, key, engine) => {
      const { centers, inertia, ...rest } = await run(engine, { matrix: timesPowerOfTwo(x, e), k, key })
      const plain = await run(engine, { matrix: x, k, key })
      assert.deepStrictEqual({ ...rest }, { ...rest, assignment: plain.assignment, sizes: plain.sizes })
      assert.deepStrictEqual(centers.data, plain.centers.data.map((value) => value * 2 ** e))
      assert.strictEqual(inertia, plain.inertia * 2 ** e * 2 ** e)
    }
  )

  // Seeds that are fixed: where two centers are equally far from a row, rounding may decide, and no more than that.
  it.effect("is the same wherever the rows lie, and every row is at its nearest center", () =>
    Effect.gen(function*() {
      for (let t = 0; t < 120; t++) {
        const key = Rng.derive(Rng.fromSeed(t), "offset")
        const rows = 5 + Rng.integer(key, 0, 40), cols = 1 + Rng.integer(key, 1, 9), k = 1 + Rng.integer(key, 2, 9)
        const x = make(Float32Array.from({ length: rows * cols }, (_, i) => Rng.integer(key, 9 + i, 7) - 3), rows, cols)
        const shift = [3000, 1e6, -17, 2 ** 20 + 1][t % 4]!, engine = engines[t % engines.length]!
        const moved = make(x.data.map((value) => value + shift), rows, cols)
        const { assignment, centers } = yield* kmeans(engine, { matrix: moved, k, key, tolerance: 0 })
        assert.deepStrictEqual(assignment, (yield* kmeans(engine, { matrix: x, k, key, tolerance: 0 })).assignment)
        assignment.forEach((own, i) => {
          const least = between(row(moved, i), row64(centers, nearest(row(moved, i), centers)))
          assert.isAtMost(between(row(moved, i), row64(centers, own)), least + 1e-6)
        })
      }
    }))

  test.prop([some, fc.integer({ min: 1, max: 15 }), fc.nat({ max: 4 }), seed, engine])(
    "is plain Lloyd from the same start",
    async (x, k, maxIterations, key, engine) => {
      const rows = Rng.permutation(key, x.rows).slice(0, k)
      const initial = make64(Float64Array.from([...rows].flatMap((i) => [...row(x, i)])), rows.length, x.cols)
      const plain = lloyd(x, initial, maxIterations)
      fc.pre(plain !== undefined)
      const ours = await run(engine, { matrix: x, k: rows.length, key, initial, maxIterations, tolerance: 0 })
      assert.deepStrictEqual([...ours.assignment], plain.own)
      assert.strictEqual(ours.iterations, plain.iterations)
    }
  )

  test.prop([some, fc.integer({ min: 1, max: 15 }), seed, engine])(
    "no empty cluster, k at most the distinct rows, centers are the means, inertia is theirs",
    async (x, k, key, engine) => {
      const { assignment, sizes, centers, inertia } = await run(engine, { matrix: x, k, key })
      assert.strictEqual(centers.rows, Math.min(k, distinct(x)))
      assert.deepStrictEqual([...sizes], Array.from(sizes, (_, j) => assignment.filter((own) => own === j).length))
      assert.isTrue(sizes.every((size) => size > 0))
      assert.isTrue(close(centers.data, means(x, assignment, sizes.length).data))
      const direct = assignment.reduce((sum, j, i) => sum + between(row(x, i), row64(centers, j)), 0)
      assert.isTrue(close([inertia], [direct]))
    }
  )

  test.prop([some, fc.integer({ min: 1, max: 8 }), seed, engine])(
    "converged: every row is with its nearest center",
    async (x, k, key, engine) => {
      const { assignment, centers, converged } = await run(engine, { matrix: x, k, key, tolerance: 0 })
      assert.isTrue(converged)
      assignment.forEach((own, i) => {
        const best = between(row(x, i), row64(centers, nearest(row(x, i), centers)))
        assert.isAtMost(between(row(x, i), row64(centers, own)), best * (1 + 1e-12) + 1e-12)
      })
    }
  )

  test.prop([some, fc.integer({ min: 1, max: 8 }), seed, engine])(
    "more iterations never raise inertia",
    async (x, k, key, engine) => {
      let last = Infinity
      for (const maxIterations of [0, 1, 2, 3, 10]) {
        const { inertia } = await run(engine, { matrix: x, k, key, maxIterations, tolerance: 0 })
        assert.isAtMost(inertia, last + 1e-9)
        last = inertia
      }
    }
  )

  test.prop([some, fc.integer({ min: 1, max: 6 }), seed, engine])(
    "clustering some rows is clustering the matrix of those rows",
    async (x, k, key, engine) => {
      const rows = Rng.permutation(key, x.rows).slice(0, Math.ceil(x.rows / 2)).sort()
      const alone = {
        data: Float32Array.from([...rows].flatMap((i) => [...row(x, i)])),
        rows: rows.length,
        cols: x.cols
      }
      const part = await run(engine, { matrix: x, rows, k, key })
      const { assignment, ...rest } = await run(engine, { matrix: alone, k, key })
      assert.deepStrictEqual({ ...part, assignment: Int32Array.from(rows, (i) => part.assignment[i]!) }, {
        assignment,
        ...rest
      })
      assert.strictEqual(part.assignment.filter((own) => own >= 0).length, rows.length)
    }
  )

  test.prop([some, fc.integer({ min: 1, max: 6 }), seed, engine])(
    "centers are weighted means; a row of weight 0 draws nothing",
    async (x, k, key, engine) => {
      const weights = Float64Array.from({ length: x.rows }, (_, i) => i % 3)
      fc.pre(x.rows > 1)
      const { assignment, centers } = await run(engine, { matrix: x, weights, k, key })
      const weighted = means(x, assignment, centers.rows, weights)
      for (let j = 0; j < centers.rows; j++) {
        if (row64(weighted, j).every(Number.isFinite)) {
          assert.isTrue(close(row64(centers, j), row64(weighted, j)))
        }
      }
    }
  )

  for (const engine of engines) {
    const x = make(Float32Array.of(0, 0.1, 0.2, 100), 4, 1)
    const from = (...centers: ReadonlyArray<number>) => ({
      matrix: x,
      k: centers.length,
      key: Rng.fromSeed(0),
      initial: make64(Float64Array.from(centers), centers.length, 1),
      maxIterations: 0
    })

    it.effect(`an empty cluster takes the farthest row, ties to the smaller position (${engine.variant})`, () =>
      Effect.gen(function*() {
        const { assignment, sizes } = yield* kmeans(engine, from(0.1, 1000))
        assert.deepStrictEqual([[...assignment], [...sizes]], [[0, 0, 0, 1], [3, 1]])
      }))

    it.effect(`but never the last row of another, however far (${engine.variant})`, () =>
      Effect.gen(function*() {
        const { assignment } = yield* kmeans(engine, from(0.25, 90, 1000))
        assert.deepStrictEqual([...assignment], [2, 0, 0, 1])
      }))
  }

  it.effect("several starts are never worse than the first", () =>
    Effect.gen(function*() {
      const x = { data: Float32Array.from({ length: 200 }, (_, i) => Math.sin(i * i)), rows: 100, cols: 2 }
      const key = Rng.fromSeed(1)
      const one = yield* kmeans(engines[0]!, { matrix: x, k: 7, key })
      const five = yield* kmeans(engines[0]!, { matrix: x, k: 7, key, starts: 5 })
      assert.isBelow(five.inertia, one.inertia)
    }))
})
