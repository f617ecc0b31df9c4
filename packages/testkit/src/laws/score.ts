/**
 * Laws of structure of scores.
 */
import { Frame, type Score } from "@marginalia/core"
import { claim, close, list, same } from "../claim.ts"
import { draw, shuffled } from "../generate/draw.ts"
import { frameOf, type Full, laterFrame } from "../generate/frame.ts"
import { type Motion, moveColumns, shift, stretch, turn } from "../generate/move.ts"
import type { Input } from "../generate/query.ts"
import { show } from "../generate/show.ts"
import type { Law, Setting, Traits } from "../Law.ts"
import { forOnly, forQueries, settle } from "../run.ts"
import { copy, untouched } from "./copy.ts"
import { columnsOf, exact, factorOf, permuted, unfitForMotion } from "./symmetry.ts"

/** The scores of a frame. */
const scoresOf = (setting: Setting, score: Score.Any, frame: Full): Promise<Float64Array> =>
  settle(setting, score.of(frame))

const law = (
  id: string,
  title: string,
  statement: string,
  rest: Pick<Law<Score.Any>, "property" | "trait" | "unfit">
): Law<Score.Any> => ({ id, title, statement, kind: "structure", about: "score", ...rest })

const shape = law(
  "score-shape",
  "a number for every candidate, NaN for every other item",
  "The scores are as many as the pool's items, NaN exactly off the candidates.",
  {
    property: (score, setting) =>
      forQueries(setting, {}, async (input) => {
        const frame = laterFrame(input)
        const scores = await scoresOf(setting, score, frame)
        claim(scores.length === frame.size, () => `${scores.length} scores for ${frame.size} items`)
        const isCandidate = Frame.mask(frame.size, frame.candidates)
        const at = scores.findIndex((x, position) => Number.isNaN(x) === (isCandidate[position] === 1))
        claim(at < 0, () => `position ${at} has ${scores[at]} and the candidates are ${list(frame.candidates)}`)
      })
  }
)

const pure = law(
  "score-pure",
  "the same frame has the same scores",
  "Scoring a frame again, or a copy of it, gives the same numbers; nothing the frame holds is written to.",
  {
    property: (score, setting) =>
      forQueries(setting, {}, async (input) => {
        const frame = frameOf(input)
        const first = (await untouched("frame", frame, () => scoresOf(setting, score, frame))).slice()
        same("the scores of the same frame", await scoresOf(setting, score, frame), first)
        same("the scores of a copy", await scoresOf(setting, score, copy(frame)), first)
      })
  }
)

const pointwise = law(
  "score-pointwise",
  "a score does not depend on the company",
  "What a score says of an item does not depend on which other items are candidates.",
  {
    trait: "pointwise",
    property: (score, setting) =>
      forQueries(setting, {}, async (input) => {
        const frame = frameOf(input)
        const from = draw(input.seed, "company")
        const some = frame.candidates.filter(() => from.below(2) === 0)
        const all = await scoresOf(setting, score, frame)
        const found = await scoresOf(setting, score, { ...frame, candidates: some })
        close("the scores of some", those(found, some), those(all, some), 1e-12)
      })
  }
)

const those = (scores: Float64Array, positions: Uint32Array): ReadonlyArray<number> =>
  Array.from(positions, (position) => scores[position]!)

const permutation = law(
  "score-permutation",
  "reordering the pool reorders the scores",
  "A score without randomness says the same of each item of a pool in another order (to 1e-9).",
  {
    trait: "deterministic",
    property: (score, setting) =>
      forOnly(setting, { ties: false }, async (input) => {
        const order = shuffled(input.seed, "pool order", input.size)
        const expected = await scoresOf(setting, score, frameOf(input))
        const found = await scoresOf(setting, score, frameOf(permuted(input, order, setting)))
        close("the scores", found, Array.from(order, (position) => expected[position]!), 1e-9)
      })
  }
)

const seedless = law(
  "score-seedless",
  "the key does not matter",
  "A score without randomness says the same with every key.",
  {
    trait: "deterministic",
    property: (score, setting) =>
      forQueries(setting, {}, async (input) => {
        const frame = frameOf(input)
        const other = { ...frame, key: { hi: frame.key.lo, lo: (frame.key.hi + 1) >>> 0 } }
        same(
          "the scores with another key",
          await scoresOf(setting, score, other),
          await scoresOf(setting, score, frame)
        )
      })
  }
)

const still = (
  id: string,
  trait: keyof Traits,
  title: string,
  statement: string,
  motion: (input: Input) => Motion,
  factor: (input: Input, degree: number) => number = () => 1
): Law<Score.Any> =>
  law(id, title, statement, {
    trait,
    unfit: unfitForMotion,
    property: (score, setting) =>
      forOnly(setting, exact, async (input) => {
        const times = factor(input, setting.traits.scaling ?? 0)
        const expected = await scoresOf(setting, score, frameOf(input))
        const moved = show({ ...input, ...moveColumns(columnsOf(input), motion(input)) })
        const found = await scoresOf(setting, score, frameOf(moved))
        close("the scores after it", found, expected.map((x) => x * times), 1e-6)
      })
  })

/** The laws. */
export const ofScores: ReadonlyArray<Law<Score.Any>> = [
  shape,
  pure,
  pointwise,
  permutation,
  seedless,
  still(
    "score-rotation",
    "rotation",
    "turning the space changes no score",
    "Turning or mirroring the space of the embedding leaves every score (to 1e-6).",
    (input) => turn(input.seed)
  ),
  still(
    "score-translation",
    "translation",
    "moving the space changes no score",
    "Adding a vector to every row of the embedding leaves every score (to 1e-6).",
    (input) => shift(input.seed)
  ),
  still(
    "score-scaling",
    "scaling",
    "stretching the space multiplies the scores",
    "Multiplying the embedding by s multiplies every score by s to the promised power (to 1e-6).",
    (input) => stretch(factorOf(input)),
    (input, degree) => factorOf(input) ** degree
  )
]
