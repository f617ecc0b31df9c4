/**
 * The most uncertain items for the oracle, and guesses for those the model is sure of.
 */
import {
  type Column,
  type Frame,
  Kernels,
  Options,
  type Part,
  Ranking,
  Select,
  type SelectionError
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { nearest, type Needed } from "../prototypes/similarity.ts"
import { inBlocks } from "../uncertainty/blocks.ts"
import { entropies } from "../uncertainty/entropy.ts"
import { favorite } from "../uncertainty/passes.ts"

/** How an uncertainty is measured; it is what the threshold is compared with, too. */
export type By = "entropy" | "msal"

const nonnegative = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** The options of the part and of the recipe. */
export const fields = {
  delta: Options.field(nonnegative, 5e-5, "δ₀: an item gets a pseudo-label where its uncertainty is below δ_t"),
  decay: Options.field(nonnegative, 3.3e-7, "d: δ_t = max(0, δ₀ − d · t(t + 1)/2), t the query's round"),
  ties: Options.field(
    Schema.Literals(["position", "seeded"]),
    "position",
    "who wins among equal scores: the smaller position, or a draw from the seed"
  )
}

const options = Schema.Struct({
  by: Options.field(
    Schema.Literals(["entropy", "msal"]),
    "entropy",
    "the uncertainty: entropy in nats, or 1 − α with α the cosine with the nearest prototype"
  ),
  ...fields
})

type Settings = typeof options.Type

/** δ_t of round t: lowered by d·t every round, and never below 0. */
export const threshold = ({ decay, delta }: Pick<Settings, "decay" | "delta">, round: number): number =>
  Math.max(0, delta - decay * round * (round + 1) / 2)

/** By position: an uncertainty ≥ 0, and the class to guess. */
interface Guess {
  readonly uncertainty: Float64Array
  readonly classOf: (position: number) => number
}

const byEntropy = (frame: Frame.Frame<"probability">) =>
  Effect.map(entropies(frame), (uncertainty): Guess => {
    const { cols, data } = frame.probability
    return { uncertainty, classOf: (position) => favorite(data, position * cols, cols) }
  })

const byPrototype = (frame: Frame.Frame<Needed>) =>
  Effect.map(nearest("top-with-pseudo-labels", frame), ({ classOf, similarity }): Guess => ({
    uncertainty: similarity.map((alpha) => 1 - alpha),
    classOf
  }))

/** Elementary steps an item of finding the highest, and of guessing its class. */
const ORDER = 16, GUESS = 128

/** The guesses for candidates that are sure and not asked about, in the pool's order. */
const guesses = Effect.fnUntraced(function*(
  candidates: Uint32Array,
  asked: ReadonlySet<number>,
  { classOf, uncertainty }: Guess,
  threshold: number
) {
  const pseudo: Array<NonNullable<Select.Picks["pseudo"]>[number]> = []
  yield* inBlocks(candidates.length, GUESS, (from, to) => {
    for (let i = from; i < to; i++) {
      const position = candidates[i]!, score = uncertainty[position]!
      if (score < threshold && !asked.has(position)) {
        pseudo.push({ position, class: classOf(position), score, threshold })
      }
    }
  })
  return pseudo
})

const choose = Effect.fnUntraced(function*(frame: Frame.Any, settings: Settings, guess: Guess) {
  const { budget, candidates, key, round } = frame, { uncertainty } = guess
  yield* Kernels.breathe(ORDER * frame.size)
  const positions = Ranking.top(candidates, uncertainty, budget, settings.ties, key)
  const delta = threshold(settings, round)
  const pseudo = yield* guesses(candidates, new Set(positions), guess, delta)
  return {
    positions,
    scores: Float64Array.from(positions, (position) => uncertainty[position]!),
    pseudo,
    evidence: [{ name: settings.by === "entropy" ? "entropy" : "1 - similarity", values: uncertainty }],
    notes: { threshold: delta, pseudoLabels: pseudo.length }
  } satisfies Select.Picks
})

const definition = Select.define({
  name: "top-with-pseudo-labels",
  summary: "the most uncertain candidates; the model's guess for those it is sure of",
  source: "Wang, Zhang, Li, Zhang & Lin 2017, Cost-effective active learning (CEAL), algorithm 1",
  options,
  needs: ({ by }): ReadonlyArray<Column> => by === "entropy" ? ["probability"] : ["projection", "prototype"],
  pick: (settings) => (frame: Frame.Any): Effect.Effect<Select.Picks, SelectionError> =>
    Effect.flatMap(
      settings.by === "entropy"
        ? byEntropy(frame as Frame.Frame<"probability">)
        : byPrototype(frame as Frame.Frame<Needed>),
      (guess) => choose(frame, settings, guess)
    )
})

/** What an uncertainty is computed from. */
export type NeededBy<U extends By> = U extends "msal" ? Needed : "probability"

/** What {@link topWithPseudoLabels} takes. */
export interface PseudoLabelOptions<U extends By = By> {
  /** The uncertainty: entropy in nats, or 1 − α with α the cosine with the nearest prototype. Default "entropy". */
  readonly by?: U
  /** δ₀: an item gets a pseudo-label where its uncertainty is below δ_t. Default 5e-5. */
  readonly delta?: number
  /** d: δ_t = max(0, δ₀ − d · t(t + 1)/2), t the query's round. Default 3.3e-7. */
  readonly decay?: number
  /** Who wins among equal scores: the smaller position, or a draw from the seed. Default "position". */
  readonly ties?: "position" | "seeded"
}

/**
 * The candidates of highest uncertainty, best first; and a pseudo-label, the model's own guess, for each other
 * candidate whose uncertainty is below δ_t = max(0, δ₀ − d · t(t + 1)/2), t the query's round.
 *
 * `options.by` ("entropy") says what is uncertain: entropy in nats with the most probable class as the guess, or with
 * "msal" 1 − α with the nearest prototype's class. Ties go to the smaller position, among classes to the smaller class.
 * Needs `probability`; with `by: "msal"`, `projection` and `prototype`. O(N C).
 *
 * Source: Wang, Zhang, Li, Zhang & Lin 2017, Cost-effective active learning (CEAL), algorithm 1.
 */
export const topWithPseudoLabels = definition as Part.Maker<
  <const U extends By = "entropy">(options?: PseudoLabelOptions<U>) => Select.Select<NeededBy<U>>,
  Select.Any
>
