/** Data times a power of two, which is exact: the same picks, and scores that are the same bits or exactly scaled. */
import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Kernels, Matrix, Query, type Selection, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { runs } from "../../core/test/runs.ts"
import { badge, facilityLocation, kCenterSampling, maxherding, probcover, supclust, typiclust } from "./index.ts"

const COLS = 3

/** Rows of whole numbers, each with how sure a model is of its first class. */
const pool = fc.array(
  fc.record({
    row: fc.array(fc.integer({ min: -7, max: 7 }), { minLength: COLS, maxLength: COLS }),
    sure: fc.integer({ min: 1, max: 6 })
  }),
  { minLength: 6, maxLength: 24 }
)

type Items = typeof pool extends fc.Arbitrary<infer A> ? A : never

/** What a strategy answers for the items times 2^e. */
const answer = (strategy: Strategy.Any, items: Items, e: number, variant: Kernels.Variant): Selection => {
  const space = Matrix.make(
    Float32Array.from(items.flatMap(({ row }) => row.map((x) => x * 2 ** e))),
    items.length,
    COLS
  )
  const probability = Matrix.fromRows(items.map(({ sure }) => [sure / 8, (8 - sure) / 16, (8 - sure) / 16]))
  const query = Query.makeUnsafe({ embedding: space, feature: space, probability, budget: 5, seed: 1 })
  return Effect.runSync(Effect.provide(Strategy.runAny(strategy, query), Kernels.layer({ variant })))
}

/** Each strategy, and the power with which its scores follow the scale. */
const strategies: ReadonlyArray<readonly [Strategy.Any, power: number]> = [
  [typiclust({ normalize: false }), -1],
  [typiclust(), 0],
  [supclust(), 0],
  [probcover({ normalize: false }), 0],
  [probcover(), 0],
  [badge(), 2],
  [maxherding(), 0],
  [facilityLocation(), 0],
  [kCenterSampling(), 1]
]

const variants = (["relaxed-simd", "simd", "typescript"] as const).filter(Kernels.supports)
const exponents = fc.constantFrom(-147, -140, -126, -100, -75, -40, -1, 1, 40, 60, 64, 90, 120)

for (const [strategy, power] of strategies) {
  describe(Strategy.text(strategy), () => {
    test.prop([pool, exponents, fc.constantFrom(...variants)], { numRuns: runs(40) })(
      "picks the same at every scale",
      (items, e, variant) => {
        const one = answer(strategy, items, 0, variant), other = answer(strategy, items, e, variant)
        assert.deepStrictEqual(other.positions, one.positions)
        assert.deepStrictEqual(other.scores, one.scores.map((score) => score * 2 ** (e * power)))
      }
    )
  })
}
