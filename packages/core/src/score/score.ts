/**
 * What a score is, and how one is made. See `Score`.
 */
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import type { Pipeable } from "effect/Pipeable"
import type * as Schema from "effect/Schema"
import type { Column } from "../Columns.ts"
import { mention } from "../declareColumn.ts"
import type { SelectionError } from "../Errors.ts"
import type * as Frame from "../Frame.ts"
import type * as Options from "../Options.ts"
import * as Part from "../Part.ts"
import { pipeable } from "../pipeable.ts"
import { type Amiss, amiss } from "../ports/amiss.ts"
import type * as Spec from "../Spec.ts"
import { described, guarded } from "../strategy/guarded.ts"
import * as spans from "../strategy/spans.ts"

declare const Needs: unique symbol

/**
 * A score that needs the columns `N` and the services `R`. `of` gives a number for every candidate, by position, and
 * NaN everywhere else; ±∞ is allowed. `spec` is how it is written, `needs` the columns that it reads.
 */
export interface Score<N extends Column = never, out R = never> extends Pipeable {
  readonly [Needs]?: (_: never) => N
  readonly spec: Spec.Spec
  readonly needs: ReadonlyArray<Column>
  /** The columns that may stay in their files for all it needs of them. Default none. */
  readonly tiles?: ReadonlyArray<Column> | undefined
  /** A number for each item by position, higher = more worth a label, NaN off the candidates. Fails with `SelectionError`. */
  readonly of: (frame: Frame.Any) => Effect.Effect<Float64Array, SelectionError, R>
}

/** Any score at all, as read from text. */
export type Any = Score<Column, never>

/** What is wrong with a score's answer, if anything is. */
const wrong = (size: number) => (values: unknown): Amiss | undefined => {
  if (Object.prototype.toString.call(values) !== "[object Float64Array]") {
    const what = described(values), due = `a Float64Array of ${size} numbers`
    return amiss(`it gave ${what}, not ${due}, one for each item of the pool`, what, due)
  }
  const { length } = values as Float64Array
  if (length === size) return undefined
  const how = "give one for each, by position (Score.scatter helps)"
  return amiss(`it gave ${length} numbers and the pool has ${size} items; ${how}`, length, size)
}

/**
 * A score from its spec, its needs and its function. For a score with options of its own use {@link define}.
 *
 * The function sees the columns it named in `needs`, and no others (those in `tiles` from their files too, where they stay there;
 * default none), and gives a number for each item of the pool by position: higher = more worth a label, NaN off the candidates. What it throws, and an answer that is no Float64Array
 * with a number for each item of the pool, become a `PartFailed` that names the score.
 */
export const make = <const N extends Column = never, R = never>(score: {
  readonly spec: Spec.Spec
  readonly needs: ReadonlyArray<N>
  readonly tiles?: ReadonlyArray<Column> | undefined
  readonly of: (frame: Frame.Frame<N>) => Effect.Effect<Float64Array, SelectionError, R>
}): Score<N, R> => {
  mention(score.needs)
  return pipeable({
    spec: score.spec,
    needs: score.needs,
    ...(score.tiles === undefined ? {} : { tiles: score.tiles }),
    of: (frame: Frame.Any) =>
      spans.around(
        score.spec,
        frame,
        guarded(score.spec.name, "score", frame, () => score.of(frame as Frame.Frame<N>), wrong(frame.size)),
        () => spans.leaving(frame.candidates.length)
      )
  })
}

/**
 * What {@link define} returns: call it with options `O` to get the score. A type of options whose fields have comments, written at
 * the export, shows them to whoever calls it.
 */
export type Maker<O, N extends Column, R = never> = Part.Maker<
  (options?: O) => Score<N, R>,
  Score<N, R>
>

/**
 * Defines a score with options: the `definition` holds a name, an options Schema whose fields all have defaults, the
 * columns it needs, and its function.
 *
 * The result is called with options (it throws `InvalidOptions` on others), and the registry can read it from text. The
 * function gives higher numbers to items more worth a label, by position; `Score.scatter` puts numbers in candidate
 * order where they belong.
 *
 * @example
 * ```ts
 * import { Matrix, Options, Score, selectSync, Strategy } from "@marginalia/core"
 * import { top } from "@marginalia/strategies"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 *
 * const coordinate = Score.define({
 *   name: "coordinate",
 *   summary: "one coordinate of the embedding",
 *   options: Schema.Struct({ at: Options.field(Schema.Int, 0, "which coordinate") }),
 *   needs: ["embedding"],
 *   of: ({ at }) => (frame) =>
 *     Effect.sync(() =>
 *       Score.scatter(frame, Float64Array.from(frame.candidates, (i) => Matrix.row(frame.embedding, i)[at] ?? 0))
 *     )
 * })
 * const embedding = Matrix.fromRows([[1, 9], [2, 0], [0, 5]])
 * console.log(selectSync(Strategy.make(top(coordinate({ at: 1 }))), { embedding, budget: 2, seed: 0 }).ids.join()) // => 0,2
 * ```
 */
export const define = <F extends Options.Fields, const N extends Column = never, R = never>(
  definition: Part.Definition<F, N> & {
    readonly of: (
      options: Schema.Struct<F>["Type"]
    ) => (frame: Frame.Frame<N>) => Effect.Effect<Float64Array, SelectionError, R>
  }
): Maker<Schema.Struct<F>["Encoded"], N, R> =>
  Part.defined(
    "score",
    definition,
    (spec, needs, options, tiles) => make<N, R>({ spec, needs, tiles, of: definition.of(options) })
  )

/**
 * What {@link defineOver} returns: call it with a score and options `O` to get the score, which needs the columns `M` beside those
 * of the score that it was given.
 */
export type Over<O, M extends Column = never> = Part.Maker<
  <N extends Column, R>(score: Score<N, R>, options?: O) => Score<N | M, R>,
  Any
>

/**
 * Defines a score made of another and options: as {@link define}, but that its function is given a score first, and that `needs` are
 * the columns beside those of the score. The `definition` holds both, a name, an options Schema whose fields all have defaults,
 * and `of`.
 *
 * The result is called with a score and options (it throws `InvalidOptions` on others), and the registry can read it from text:
 * `power(margin, beta=2)`.
 *
 * @example
 * ```ts
 * import { Matrix, Options, Score, selectSync, Strategy } from "@marginalia/core"
 * import { margin, top } from "@marginalia/strategies"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 *
 * const rounded = Score.defineOver({
 *   name: "rounded",
 *   summary: "a score in steps",
 *   options: Schema.Struct({ step: Options.field(Schema.Finite, 0.1, "the step") }),
 *   of: (score, { step }) => (frame) =>
 *     Effect.map(score.of(frame), (scores) => scores.map((x) => Math.round(x / step) * step))
 * })
 * const probability = Matrix.fromRows([[0.9, 0.1], [0.55, 0.45], [0.5, 0.5]])
 * const strategy = Strategy.make(top(rounded(margin(), { step: 0.5 })))
 * console.log(selectSync(strategy, { probability, budget: 2, seed: 0 }).ids.join()) // => 1,2
 * ```
 */
export const defineOver = <F extends Options.Fields, const M extends Column = never>(
  definition: Part.OverDefinition<F, M> & {
    readonly of: <N extends Column, R>(
      score: Score<N, R>,
      options: Schema.Struct<F>["Type"]
    ) => (frame: Frame.Frame<M>) => Effect.Effect<Float64Array, SelectionError, R>
  }
): Over<Schema.Struct<F>["Encoded"], M> => {
  const { attach, read } = Part.over("score", definition)
  const build = <N extends Column, R>(
    score: Score<N, R>,
    input?: Schema.Struct<F>["Encoded"]
  ): Score<N | M, R> => {
    const { needs, options, spec, tiles } = read(score, input)
    return make<M, R>({ spec, needs, tiles, of: definition.of(score, options) })
  }
  return attach(build, (score: Any, options): Any => build(score, options))
}

/**
 * A score made of another: maps the finished scores of the candidates by `f`, which sees them by index into
 * `frame.candidates`, and gives as many. `spec` is how the new score is written.
 */
export const mapCandidates = <N extends Column, R>(
  self: Score<N, R>,
  spec: Spec.Spec,
  f: (values: Float64Array) => Float64Array
): Score<N, R> =>
  make<N, R>({
    spec,
    needs: self.needs as ReadonlyArray<N>,
    tiles: self.tiles,
    of: (frame) => Effect.map(self.of(frame), (scores) => scatter(frame, f(gather(frame, scores))))
  })

/** The `scores` of a frame's candidates, in candidate order. */
export const gather = (frame: Frame.Base, scores: Float64Array): Float64Array =>
  Float64Array.from(frame.candidates, (position) => scores[position]!)

/**
 * The reverse of {@link gather}: `values` in the order of the frame's candidates become scores by position, NaN off the
 * candidates.
 *
 * Throws a RangeError unless there is one value for each candidate; in a score's function that becomes a `PartFailed`.
 */
export const scatter = (frame: Frame.Base, values: Float64Array): Float64Array => {
  const { length } = frame.candidates
  if (values.length !== length) {
    throw new RangeError(
      `there are ${values.length} values for ${length} candidates; give one for each, in their order`
    )
  }
  const scores = new Float64Array(frame.size).fill(Number.NaN)
  frame.candidates.forEach((position, i) => {
    scores[position] = values[i]!
  })
  return scores
}

/**
 * Evaluates a score on a `frame`; data-first or data-last. Fails as the score does, with `SelectionError`: mostly
 * `PartFailed`.
 */
export const evaluate: {
  (frame: Frame.Any): <N extends Column, R>(self: Score<N, R>) => Effect.Effect<Float64Array, SelectionError, R>
  <N extends Column, R>(self: Score<N, R>, frame: Frame.Any): Effect.Effect<Float64Array, SelectionError, R>
} = dual(2, <N extends Column, R>(self: Score<N, R>, frame: Frame.Any) => self.of(frame))
