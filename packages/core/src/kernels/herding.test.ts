import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone, large } from "../../test/clouds.ts"
import { engines, variants } from "../../test/kernels.ts"
import { runs } from "../../test/runs.ts"
import { fromRows, make, type Matrix } from "../Matrix.ts"
import { distance, squaredDistance } from "../neighbors/distance.ts"
import * as Sum from "../Sum.ts"
import { single } from "./engine.ts"
import { herding, type HerdingRequest } from "./herding.ts"
import { normalizeRowsSync } from "./normalize-rows.ts"
import { scattered } from "./scattered.ts"
import { type Similarity, similarityOf } from "./similarity.ts"

/** The definition: all gains of all candidates afresh at every pick, from their similarities. */
const byDefinition = ({ budget, candidates, covered, matrix, similarity, weights }: HerdingRequest) => {
  const { cols, data, rows } = matrix, of = similarityOf(similarity)
  const zero = (i: number) =>
    similarity.kernel === "cosine" && data.subarray(i * cols, (i + 1) * cols).every((x) => x === 0)
  const between = (x: number, i: number) =>
    zero(x) || zero(i) ? 0 : of(squaredDistance(data, x * cols, data, i * cols, cols))
  const table = everyone(matrix)
  const known = new Map<number, Float64Array>()
  const similarities = (x: number): Float64Array => {
    if (!known.has(x)) known.set(x, Float64Array.from(table, (i) => between(x, i)))
    return known.get(x)!
  }
  const most = (weights ?? Float64Array.of(1)).reduce((a, b) => Math.max(a, b), 0)
  const done = new Set(covered), m = new Float64Array(rows)
  const take = (x: number) => m.forEach((was, i) => m[i] = Math.max(was, similarities(x)[i]!))
  for (const x of done) take(x)
  const weight = (i: number) => weights === undefined ? 1 : weights[i]!
  const gain = (x: number) => {
    const near = similarities(x)
    return Sum.rise(m.map((was, i) => weight(i) * was), m.map((was, i) => weight(i) * Math.max(was, near[i]!)), most)
  }
  const picks: Array<number> = [], gains: Array<number> = []
  while (picks.length < budget) {
    const open = [...candidates].filter((x) => !done.has(x))
    if (open.length === 0) break
    const values = open.map(gain), best = values.reduce((a, value, i) => value > values[a]! ? i : a, 0)
    picks.push(open[best]!)
    gains.push(values[best]!)
    done.add(open[best]!)
    take(open[best]!)
  }
  return { picks: Uint32Array.from(picks), gains: Float64Array.from(gains) }
}

/** A length of the cloud's own size. */
const lengthIn = (x: Matrix, at: number): number => distance(x.data, x.cols, at % x.rows, (3 * at + 1) % x.rows) || 1

const similarities = fc.tuple(fc.constantFrom("rbf", "cosine", "top-hat"), fc.nat(), fc.constantFrom(0.05, 1, 4))

const similarityFor = (x: Matrix, [kernel, at, times]: readonly [string, number, number]): Similarity => {
  if (kernel === "cosine") return { kernel }
  const length = times * lengthIn(x, at)
  return kernel === "rbf" ? { kernel, bandwidth: length } : { kernel: "top-hat", radius: length }
}

const weightsFor = (rows: number, kind: number): Float64Array | undefined =>
  kind === 0 ? undefined : Float64Array.from({ length: rows }, (_, i) => kind === 1 ? (i * 7) % 4 : (i % 5) * 2 ** -40)

const answerOf = (engine: (typeof engines)[number], request: HerdingRequest) =>
  Effect.runSync(Effect.map(herding(engine, request), ({ gains, picks }) => ({ gains, picks })))

describe("herding", () => {
  const engine = fc.oneof(
    fc.constantFrom(...engines),
    fc.record({ variant: fc.constantFrom(...variants), seed: fc.nat() })
      .map(({ seed, variant }) => scattered(variant, seed))
  )

  test.prop([clouds, engine, similarities, fc.nat(2), fc.nat(4), fc.integer({ min: 0, max: 80 })], {
    numRuns: runs(400)
  })(
    "picks by the definition, bit by bit, whatever is covered, may be picked, and counts how much",
    (given, engine, kind, weighted, labels, budget) => {
      const matrix = kind[0] === "cosine" ? normalizeRowsSync(given).matrix : given
      const all = everyone(matrix)
      const request = {
        matrix,
        similarity: similarityFor(matrix, kind),
        weights: weightsFor(matrix.rows, weighted),
        covered: all.filter((i) => i % 9 < labels),
        candidates: all.filter((i) => i % 4 !== 2),
        budget
      }
      assert.deepStrictEqual(answerOf(engine, request), byDefinition(request))
    }
  )

  it.effect.each(large)("in several spans: %s %i × %i", ([kind, rows, cols]) =>
    Effect.gen(function*() {
      const matrix = cloud(kind, rows, cols, 4), all = everyone(matrix)
      const request: HerdingRequest = {
        matrix,
        similarity: { kernel: "rbf", bandwidth: lengthIn(matrix, 5) },
        covered: all.subarray(0, 3),
        // From every span, but few: the definition looks at each of them at each pick.
        candidates: all.filter((i) => i % 7 === 3),
        budget: 5
      }
      const { gains, picks } = yield* herding(engines[0]!, request)
      assert.deepStrictEqual({ gains, picks }, byDefinition(request))
    }), 60_000)

  const line = fromRows([[0], [1], [2], [3], [10], [11], [20]])
  const ask = (request: Partial<HerdingRequest>) =>
    Effect.runSync(herding(single(variants[0]!), {
      matrix: line,
      similarity: { kernel: "top-hat", radius: 1.5 },
      covered: new Uint32Array(),
      candidates: everyone(line),
      budget: 3,
      ...request
    }))

  it("covers the most, by hand", () => {
    const found = ask({})
    assert.deepStrictEqual([[...found.picks], [...found.gains], found.coverage], [[1, 4, 2], [3, 2, 1], 6 / 7])
  })

  it("goes on by position where nothing is gained", () => {
    const found = ask({ budget: 99 })
    assert.deepStrictEqual([[...found.picks], [...found.gains]], [[1, 4, 2, 6, 0, 3, 5], [3, 2, 1, 1, 0, 0, 0]])
    assert.strictEqual(found.coverage, 1)
  })

  it("has two items tie that cover each other alone, however differences round", () => {
    const matrix = fromRows([[0.1], [0.7], [1.6], [3.05], [3.3]])
    const request = {
      matrix,
      similarity: { kernel: "rbf", bandwidth: 1 } as const,
      covered: Uint32Array.of(0, 1, 2),
      budget: 2
    }
    const { gains, picks } = ask({ ...request, candidates: Uint32Array.of(3, 4) })
    const alone = [3, 4].map((i) => ask({ ...request, candidates: Uint32Array.of(i), budget: 1 }).gains[0])
    assert.strictEqual(alone[0], alone[1])
    assert.deepStrictEqual([picks[0], gains[0]], [3, alone[0]])
  })

  it("lets labeled items cover, and picks none of them", () => {
    const found = ask({ covered: Uint32Array.of(1, 4), budget: 2 })
    assert.deepStrictEqual([[...found.picks], [...found.gains]], [[2, 6], [1, 1]])
  })

  it("covers what counts", () => {
    const found = ask({ weights: Float64Array.of(0, 0, 0, 0, 0.5, 0, 2), budget: 2 })
    assert.deepStrictEqual([[...found.picks], [...found.gains], found.coverage], [[6, 4], [2, 0.5], 1])
  })

  it("takes weights of any size", () => {
    for (const size of [2 ** -1074, 1e-300, 1, 2 ** 1023]) {
      const weights = new Float64Array(7)
      weights[6] = size
      const found = ask({ weights, budget: 2 })
      assert.deepStrictEqual([[...found.picks], [...found.gains]], [[6, 0], [size, 0]])
    }
  })

  it("has no cosine of rows without a direction", () => {
    const matrix = fromRows([[0, 0], [1, 0], [0, 1], [-1, 0], [0, 0]])
    const found = ask({ matrix, similarity: { kernel: "cosine" }, candidates: everyone(matrix), budget: 5 })
    assert.deepStrictEqual([[...found.picks], [...found.gains]], [[1, 2, 3, 0, 4], [1, 1, 1, 0, 0]])
    assert.strictEqual(found.coverage, 1)
  })

  it("has nothing to do with nothing", () => {
    const matrix = make(new Float32Array(), 0, 3)
    assert.deepStrictEqual([...ask({ matrix, candidates: everyone(matrix) }).picks], [])
    assert.deepStrictEqual([...ask({ budget: 0 }).picks], [])
    assert.deepStrictEqual([...ask({ candidates: new Uint32Array() }).picks], [])
  })
})
