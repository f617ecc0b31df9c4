/** Questions full of ties: small grids, duplicated rows, one row, one column, one candidate. */
import { fc } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import * as Frame from "../src/Frame.ts"
import { make } from "../src/Matrix.ts"
import * as Query from "../src/Query.ts"
import * as Rng from "../src/Rng.ts"
import * as Score from "../src/Score.ts"
import type { Selection } from "../src/Selection.ts"
import * as Spec from "../src/Spec.ts"
import type * as Stage from "../src/Stage.ts"
import * as Strategy from "../src/Strategy.ts"

const grid = fc.integer({ min: -2, max: 2 })
const real = fc.double({ min: -4, max: 4, noNaN: true })

/** A pool of 1 to 30 items in 1 to 3 dimensions, some of them labeled, with a budget that can be filled. */
export const input = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(grid, real), fc.integer())
  .chain(([rows, cols, number, seed]) =>
    fc.record({
      data: fc.array(number, { minLength: rows * cols, maxLength: rows * cols }),
      labeled: fc.subarray(Array.from({ length: rows }, (_, i) => i), { maxLength: rows - 1 }),
      budget: fc.nat(),
      round: fc.nat({ max: 3 })
    }).map(({ budget, data, labeled, round }) => ({
      embedding: make(Float32Array.from(data), rows, cols),
      labeled,
      labels: labeled.map((i) => i % 3),
      classes: 3,
      budget: 1 + budget % (rows - labeled.length),
      seed,
      round
    }))
  )

/** What {@link input} generates. */
export type Input = typeof input extends fc.Arbitrary<infer I> ? I : never

/** The same, checked. */
export const query: fc.Arbitrary<Query.Query<"embedding">> = input.map((given) => Query.makeUnsafe(given))

/** The answer, or what is thrown. */
export const answer = (strategy: Strategy.Any, to: Query.Any): Selection =>
  Effect.runSync(Strategy.runAny(strategy, to))

/** The picks alone. */
export const picks = (strategy: Strategy.Any, to: Query.Any): ReadonlyArray<number> => [
  ...answer(strategy, to).positions
]

/** A frame around some candidates, to evaluate scores and stages on. */
export const frame = (size: number, more: Partial<Frame.Any> = {}): Frame.Any => ({
  size,
  labeled: new Uint32Array(),
  labels: new Int32Array(),
  classes: undefined,
  candidates: Uint32Array.from({ length: size }, (_, i) => i),
  picked: new Uint32Array(),
  budget: 1,
  round: 0,
  key: Rng.fromSeed(0),
  wider: [],
  evidence: [],
  ...more
})

/** Scores full of ties, infinities and signed zeros. */
export const values = fc.array(
  fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(Infinity, -Infinity, 0, -0), real),
  { minLength: 1, maxLength: 30 }
)

/** The score that a list says, by position. */
export const listed = (list: ReadonlyArray<number>, name = "listed"): Score.Score =>
  Score.make({
    spec: Spec.make(name),
    needs: [],
    of: (at) => Effect.succeed(Score.scatter(at, Float64Array.from(at.candidates, (i) => list[i]!)))
  })

/** A frame of all that the list speaks of, but for some. */
export const scored = values.chain((list) =>
  fc.record({
    list: fc.constant(list),
    frame: fc.subarray([...list.keys()], { minLength: 1 }).map((candidates) =>
      frame(list.length, { candidates: Uint32Array.from(candidates) })
    )
  })
)

/** The values of a score, by position. */
export const evaluate = (score: Score.Any, at: Frame.Any): ReadonlyArray<number> => [...Effect.runSync(score.of(at))]

/** The frame after all steps of a stage. */
export const through = (stage: Stage.Any, start: Frame.Any): Frame.Any =>
  stage.steps.reduce((at, step) => Frame.apply(at, Effect.runSync(step.run(at))), start)
