/**
 * The algebra of scores: sums, multiples, negation, ranks, standard scores.
 */
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import * as Schema from "effect/Schema"
import type { Column } from "../Columns.ts"
import type { SelectionError } from "../Errors.ts"
import type * as Frame from "../Frame.ts"
import * as Options from "../Options.ts"
import * as Part from "../Part.ts"
import { nonnegative } from "./nonnegative.ts"
import * as Score from "./score.ts"
import { standardScores } from "./standard-scores.ts"

type Binary = {
  <N2 extends Column, R2>(that: Score.Score<N2, R2>): <N1 extends Column, R1>(
    self: Score.Score<N1, R1>
  ) => Score.Score<N1 | N2, R1 | R2>
  <N1 extends Column, R1, N2 extends Column, R2>(
    self: Score.Score<N1, R1>,
    that: Score.Score<N2, R2>
  ): Score.Score<N1 | N2, R1 | R2>
}

/** The values of an operand: those it has, or those of one that may not be negative. */
type Operand = <N extends Column, R>(
  part: string,
  score: Score.Score<N, R>,
  frame: Frame.Any
) => Effect.Effect<Float64Array, SelectionError, R>

const any: Operand = (_, score, frame) => score.of(frame)

const binary = (
  name: string,
  summary: string,
  f: (a: number, b: number) => number,
  operand: Operand = any
): Part.Maker<Binary, Score.Any> => {
  const shape = { name, options: Options.none, positional: ["first", "second"] }
  const both = <N1 extends Column, R1, N2 extends Column, R2>(a: Score.Score<N1, R1>, b: Score.Score<N2, R2>) =>
    Score.make<N1 | N2, R1 | R2>({
      spec: Part.spec(shape, { first: a.spec, second: b.spec }),
      needs: [...new Set([...a.needs, ...b.needs])] as Array<N1 | N2>,
      tiles: Part.tilesOf([a, b]),
      of: (frame) =>
        Effect.map(
          Effect.all([operand(name, a, frame), operand(name, b, frame)]),
          ([x, y]) => x.map((value, i) => f(value, y[i]!))
        )
    })
  const make = ({ first, second }: { readonly [option: string]: unknown }) =>
    both(required(name, "first", first), required(name, "second", second))
  return Part.attach(dual(2, both) as Binary, { kind: "score", summary, scores: ["first", "second"], ...shape, make })
}

const required = (part: string, path: string, score: unknown): Score.Any => {
  if (score !== undefined) return score as Score.Any
  return Part.missingScore(part, path)
}

/** The sum of two scores. Undefined (NaN) where +∞ meets −∞: such items come last. */
export const add = binary("add", "the sum of two scores", (a, b) => a + b)

/**
 * The product of two scores that are not negative. Undefined (NaN) where 0 meets ∞: such items come last.
 *
 * Fails on a negative score, whose product would turn the order round: take `margin(offset=1)` instead of `margin`, or
 * ranks.
 */
export const multiply = binary(
  "multiply",
  "the product of two scores that are not negative",
  (a, b) => a * b,
  nonnegative
)

type Unary = <N extends Column, R>(self: Score.Score<N, R>) => Score.Score<N, R>

const unary = (
  name: string,
  summary: string,
  f: (values: Float64Array) => Float64Array
): Part.Maker<Unary, Score.Any> => {
  const shape = { name, options: Options.none, positional: ["score"] }
  const one: Unary = (self) => Score.mapCandidates(self, Part.spec(shape, { score: self.spec }), f)
  const make = ({ score }: { readonly [option: string]: unknown }) => one(required(name, "score", score))
  return Part.attach(one, { kind: "score", summary, scores: ["score"], ...shape, make })
}

/** The score turned round: what was least worth a label is now most. */
export const negate = unary("negate", "the score with its sign turned", (values) => values.map((x) => -x))

const midRanks = (values: Float64Array): Float64Array => {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort()
  const first = new Map<number, number>()
  const last = new Map<number, number>()
  sorted.forEach((x, i) => {
    if (!first.has(x)) first.set(x, i + 1)
    last.set(x, i + 1)
  })
  return values.map((x) => Number.isNaN(x) ? x : (first.get(x)! + last.get(x)!) / 2)
}

/** Ranks among the candidates: 1 for the lowest score, equal scores share their mean rank. */
export const rank = unary("rank", "the rank among the candidates, 1 for the lowest; ties share the mean rank", midRanks)

/**
 * (x − mean) / standard deviation over the candidates' finite scores (population formula); 0 where all are equal;
 * infinities stay.
 */
export const standardize = unary("standardize", "the standard score over the candidates' finite scores", standardScores)

const ScaleOptions = Schema.Struct({
  by: Options.field(Schema.Finite, 1, "the factor")
})

type Scale = {
  (by: number): <N extends Column, R>(self: Score.Score<N, R>) => Score.Score<N, R>
  <N extends Column, R>(self: Score.Score<N, R>, by: number): Score.Score<N, R>
}

const scaleShape = { name: "scale", options: ScaleOptions, positional: ["score", "by"] }

const scaled = <N extends Column, R>(self: Score.Score<N, R>, by: number): Score.Score<N, R> => {
  const options = Options.decode("scale", ScaleOptions, { by })
  return Score.mapCandidates(
    self,
    Part.spec(scaleShape, { score: self.spec, ...options }),
    (values) => values.map((x) => x * by)
  )
}

/** A multiple of a score. */
export const scale: Part.Maker<Scale, Score.Any> = Part.attach(dual(2, scaled) as Scale, {
  kind: "score",
  summary: "a multiple of a score",
  scores: ["score"],
  ...scaleShape,
  make: ({ by = 1, score }) => scaled(required("scale", "score", score), by as number)
})
