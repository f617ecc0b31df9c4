/**
 * Filters: stages that keep some of the candidates. They only ever remove, and keep the order.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Column } from "./Columns.ts"
import * as Count from "./Count.ts"
import type { PartFailed } from "./Errors.ts"
import type * as Frame from "./Frame.ts"
import * as Options from "./Options.ts"
import * as Part from "./Part.ts"
import * as Ranking from "./Ranking.ts"
import type * as Score from "./Score.ts"
import * as Stage from "./Stage.ts"

/** How a filter uses the finished scores. */
export type Keep = (frame: Frame.Any, scores: Float64Array) => Effect.Effect<Frame.Patch, PartFailed>

/**
 * A filter by a score: a stage that needs what the score needs, and keeps what `keep` says. The scores go into the
 * evidence under the score's name.
 */
export const by = <N extends Column, R, const M extends Column = never>(
  score: Score.Score<N, R>,
  filter: {
    /** The name and the options that it is written by. */
    readonly part: Pick<Part.Part, "name" | "options" | "positional">
    /** The values of the options, by name. */
    readonly options: { readonly [option: string]: unknown }
    /** Columns that it reads beside those of the score. Default none. */
    readonly needs?: ReadonlyArray<M>
    /** What stays, given the finished scores: a patch that removes candidates. Fails with `PartFailed`. */
    readonly keep: Keep
  }
): Stage.Stage<N | M, never, R> =>
  Stage.make<N | M, never, R>({
    spec: Part.spec(filter.part, { score: score.spec, ...filter.options }),
    needs: [...new Set([...score.needs, ...(filter.needs ?? [])])] as Array<N | M>,
    tiles: Part.tilesOf([score, { needs: filter.needs ?? [] }]),
    run: (frame) => Effect.flatMap(score.of(frame), (scores) => filter.keep(frame, scores))
  })

/**
 * A filter that takes a score and one option, with the description that the registry reads: for filters of your own.
 *
 * `f` is the filter as a function, `part` its name, its options and which of them are written by place
 * (`positional`), `summary` a sentence for help and docs, and `make` builds it from a score and options by name.
 */
export const describe = <F extends object>(
  f: F,
  part: { readonly name: string; readonly options: Options.Options; readonly positional: ReadonlyArray<string> },
  summary: string,
  make: (score: Score.Any, options: { readonly [option: string]: unknown }) => Stage.Any
): Part.Maker<F, Stage.Any> =>
  Part.attach(f, {
    kind: "stage",
    summary,
    scores: ["score"],
    ...part,
    make: ({ score, ...options }) =>
      make(score === undefined ? Part.missingScore(part.name, "score") : score as Score.Any, options)
  })

/**
 * How many of `size` candidates an amount keeps in a frame: what `Count.keep` says.
 *
 * Fails with `PartFailed`, in the name of `part`, when `keep` speaks of classes and the `frame` does not know how many
 * there are.
 */
export const amount = (part: string, keep: Count.Amount, size: number, frame: Frame.Base) => {
  const n = Count.keep(keep, size, frame)
  if (!Number.isNaN(n)) return Effect.succeed(n)
  return Effect.fail(Count.unknownClasses(part, String(keep), frame))
}

const keepTopPart = {
  name: "keep-top",
  options: Schema.Struct({
    keep: Options.field(Count.Amount, "10%", "how many candidates stay: 50, 10%, or 10*budget")
  }),
  positional: ["score", "keep"]
}

const keptTop = <N extends Column, R>(
  score: Score.Score<N, R>,
  keep: Count.Amount = "10%"
): Stage.Stage<N, never, R> =>
  by(score, {
    part: keepTopPart,
    options: Options.decode("keep-top", keepTopPart.options, { keep }),
    keep: (frame, scores) =>
      Effect.map(amount("keep-top", keep, frame.candidates.length, frame), (n) => ({
        candidates: Ranking.keepTop(frame.candidates, scores, n),
        evidence: [{ name: score.spec.name, values: scores }]
      }))
  })

/**
 * Keeps the candidates with the highest scores: `Filter.keepTop(score, keep)`, or `keep-top(score, keep)` in a text.
 *
 * `keep` ("10%") is a number of candidates, a share (rounded up, at least one), or a multiple of the budget such as
 * `"10*budget"`. Ties go to the smaller position; undefined scores (NaN) come last. The filter needs what the score
 * needs. Fails with `PartFailed` when `keep` speaks of classes whose number is not known. O(N) beside the score.
 *
 * @example
 * ```ts
 * import { Filter, Matrix, selectSync, Stage, Strategy } from "@marginalia/core"
 * import { entropy, kCenter } from "@marginalia/strategies"
 *
 * // The most spread out of the three most uncertain items.
 * const strategy = Strategy.make(Filter.keepTop(entropy(), 3), kCenter())
 * const probability = Matrix.fromRows([[0.5, 0.5], [0.6, 0.4], [0.9, 0.1], [0.4, 0.6]])
 * const embedding = Matrix.fromRows([[0], [1], [2], [9]])
 * console.log(selectSync(strategy, { embedding, probability, labeled: [0], budget: 1, seed: 0 }).ids.join()) // => 3
 * ```
 */
export const keepTop = describe(
  keptTop,
  keepTopPart,
  "keeps the candidates with the highest scores",
  (score, { keep }) => keptTop(score, keep as Count.Amount | undefined)
)

const atLeastPart = {
  name: "at-least",
  options: Schema.Struct({
    threshold: Options.field(Schema.Finite, 0, "the least score that stays"),
    minimum: Options.field(
      Schema.Union([Count.Count, Schema.Literal("none")]),
      "none",
      "the threshold is lowered, score by score, until so many candidates stay: 50, or 25*budget; none: it is kept"
    )
  }),
  positional: ["score", "threshold"]
}

/** The score that the `n`-th highest of some candidates has, or the lowest of them where there are fewer; NaN left out. */
const levelOf = (candidates: Uint32Array, scores: Float64Array, n: number): number => {
  const known = candidates.filter((position) => !Number.isNaN(scores[position]!))
  const last = Ranking.top(known, scores, Math.min(n, known.length)).at(-1)
  return last === undefined ? Infinity : scores[last]!
}

/** A threshold that leaves at least `minimum` candidates, as far as there are any. */
const lowered = Effect.fnUntraced(
  function*(frame: Frame.Any, scores: Float64Array, threshold: number, minimum: Minimum) {
    if (minimum === "none") return threshold
    const n = yield* amount("at-least", minimum, frame.candidates.length, frame)
    return Math.min(threshold, levelOf(frame.candidates, scores, n))
  }
)

/** How many candidates a filter by threshold leaves at least; "none": there is no such number. */
type Minimum = Count.Count

/** What {@link atLeast} takes besides its score and its threshold. */
export interface AtLeastOptions {
  /**
   * The threshold is lowered, score by score, until so many candidates stay: 50, or "25*budget"; "none": it is kept.
   * Default "none".
   */
  readonly minimum?: Count.Count
}

const keptAtLeast = <N extends Column, R>(
  score: Score.Score<N, R>,
  threshold = 0,
  more: AtLeastOptions = {}
): Stage.Stage<N, never, R> => {
  const options = Options.decode("at-least", atLeastPart.options, { threshold, ...more })
  const minimum = options["minimum"] as Minimum
  return by(score, {
    part: atLeastPart,
    options,
    keep: (frame, scores) =>
      Effect.map(lowered(frame, scores, threshold, minimum), (level) => ({
        candidates: frame.candidates.filter((position) => scores[position]! >= level),
        evidence: [{ name: score.spec.name, values: scores }],
        ...(level < threshold ? { notes: { level } } : {})
      }))
  })
}

/**
 * Keeps the candidates whose score is at least `threshold` (0): `Filter.atLeast(score, threshold)`, or `at-least(score,
 * threshold)` in a text. Undefined scores (NaN) go.
 *
 * With `minimum` the threshold is lowered to the next lower score, and the next, until so many candidates stay, or all that
 * have a score; the trace says to what `level`. Candidates of the same score stay or go together. Without it the filter may
 * leave nobody; then the strategy falls back to the candidates before it. The filter needs what the score needs. Fails with
 * `PartFailed` when `minimum` speaks of classes whose number is not known.
 *
 * @example
 * ```ts
 * import { Filter, Matrix, selectSync, Strategy } from "@marginalia/core"
 * import { entropy, random } from "@marginalia/strategies"
 *
 * const strategy = Strategy.prepend(Filter.atLeast(entropy(), 0.6, { minimum: "2*budget" }), random())
 * console.log(Strategy.text(strategy)) // => at-least(entropy, 0.6, minimum=2*budget) | top(uniform)
 * const probability = Matrix.fromRows([[1, 0], [0.5, 0.5], [0.9, 0.1], [1, 0]])
 * console.log(selectSync(strategy, { probability, budget: 1, seed: 0 }).trace[0]?.candidates) // => 2
 * ```
 */
export const atLeast = describe(
  keptAtLeast,
  atLeastPart,
  "keeps the candidates whose score is at least a threshold",
  (score, { threshold, ...more }) => keptAtLeast(score, threshold as number | undefined, more)
)
