import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone, large } from "../../test/clouds.ts"
import { engines, exponents, timesPowerOfTwo, wholeNumbers } from "../../test/kernels.ts"
import { fromRows, type Matrix } from "../Matrix.ts"
import { distance } from "../neighbors/distance.ts"
import { farthestFirst, farthestFirstPlain, type FarthestRequest } from "./farthest-first.ts"

/** The definition: for every candidate the distance to the nearest center, and the first of the largest. */
const byDefinition = ({ budget, candidates, centers, matrix }: FarthestRequest) => {
  const chosen = [...centers], picks: Array<number> = [], distances: Array<number> = []
  const radius = (i: number) => Math.min(...chosen.map((c) => distance(matrix.data, matrix.cols, i, c)))
  while (picks.length < budget) {
    const open = [...candidates].filter((i) => !chosen.includes(i))
    if (open.length === 0) break
    const best = open.reduce((a, b) => radius(b) > radius(a) ? b : a)
    distances.push(radius(best))
    picks.push(best)
    chosen.push(best)
  }
  return { picks: Uint32Array.from(picks), distances: Float64Array.from(distances) }
}

const request = (matrix: Matrix, centers: number, budget: number): FarthestRequest => ({
  matrix,
  candidates: everyone(matrix).filter((i) => i % 7 !== 3),
  centers: Uint32Array.from(new Set(Array.from({ length: centers }, (_, c) => (c * 5) % matrix.rows))),
  budget
})

describe("farthestFirst", () => {
  test.prop([clouds, fc.constantFrom(...engines), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 25 })])(
    "picks by the definition, ties to the smaller position, until the candidates run out",
    (matrix, engine, centers, budget) => {
      const asked = request(matrix, centers, budget)
      assert.deepStrictEqual(Effect.runSync(farthestFirst(engine, asked)), byDefinition(asked))
    }
  )

  test.prop([clouds, fc.constantFrom(...engines)])("without centers all variants agree", (matrix, engine) => {
    const asked = request(matrix, 0, 10)
    assert.deepStrictEqual(
      Effect.runSync(farthestFirst(engine, asked)),
      Effect.runSync(farthestFirstPlain(engine, asked))
    )
  })

  const whole = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 21 }))
    .chain((shape) => wholeNumbers(...shape))

  test.prop([whole, fc.constantFrom(...engines), exponents, fc.nat(2)])(
    "picks the same, 2^e as far, where rows are 2^e as long",
    (matrix, engine, e, centers) => {
      const { distances, picks } = Effect.runSync(
        farthestFirst(engine, request(timesPowerOfTwo(matrix, e), centers, 9))
      )
      const plain = Effect.runSync(farthestFirst(engine, request(matrix, centers, 9)))
      assert.deepStrictEqual(picks, plain.picks)
      assert.deepStrictEqual(distances, plain.distances.map((d) => d * 2 ** e))
    }
  )

  it.effect("begins with the candidate nearest to the mean of all rows, candidates or not", () =>
    Effect.gen(function*() {
      const matrix = fromRows([[0], [1], [2], [3], [94]]) // mean 20
      for (const engine of engines) {
        const asked = { matrix, candidates: Uint32Array.of(0, 1, 2, 4), centers: new Uint32Array(), budget: 2 }
        const { distances, picks } = yield* farthestFirst(engine, asked)
        assert.deepStrictEqual(picks, Uint32Array.of(2, 4))
        assert.deepStrictEqual(distances, Float64Array.of(Infinity, 92))
      }
    }))

  it.effect.each(large)("with many rows: %s %i × %i", ([kind, rows, cols]) =>
    Effect.gen(function*() {
      const asked = request(cloud(kind, rows, cols, 5), 2, 20)
      const plain = yield* farthestFirstPlain(engines[0]!, asked)
      assert.deepStrictEqual(yield* farthestFirst(engines[0]!, asked), plain)
    }), 60_000)
})
