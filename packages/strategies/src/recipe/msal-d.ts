import { type Column, Filter, Options, type Part, Recipe, type Score, Strategy } from "@marginalia/core"
import { Stage } from "@marginalia/core"
import { pipe } from "effect/Function"
import * as Schema from "effect/Schema"
import { maxSeparation, radius } from "../prototypes/max-separation.ts"
import { msal } from "../prototypes/msal.ts"
import { perPrototype } from "../prototypes/per-prototype.ts"

const beta = Options.field(
  Schema.Int.check(Schema.isGreaterThan(0)),
  10,
  "β: the β·budget most uncertain items are looked at; the paper takes 5 for MNIST and SVHN, 10 for the others"
)

/** What {@link msalD} takes. */
export interface MsalDOptions<N extends Column, R> {
  /** What the prefilter goes by: `margin()` gives Margin(MSAL-D). Default `msal()`. */
  readonly uncertainty?: Score.Score<N, R>
  /**
   * β: the β·budget most uncertain items are looked at; the paper takes 5 for MNIST and SVHN, 10 for the others.
   * Default 10.
   */
  readonly beta?: number
  /** ρ, the prototypes' length: it scales the training head's logits; similarities do not depend on it. Default 1. */
  readonly radius?: number
}

type MsalD = <N extends Column = never, R = never>(
  options?: MsalDOptions<N, R>
) => Strategy.Strategy<Exclude<N, "prototype"> | "projection", R>

/**
 * MSAL-D (Kasarla et al. 2024): of the most uncertain items, for each class those closest to its prototype.
 *
 * Needs `projection` by default. Cold start: Needs a maximum-separation model: projection. C comes from the query, else
 * from the projection's width. O(N C) for α, O(β b C + β b²) for the choice; prototypes are never written out.
 *
 * Source: Kasarla et al. 2024, Maximally separated active learning, arXiv 2411.17444.
 */
export const msalD = Recipe.defineOver({
  name: "msal-d",
  options: Schema.Struct({ beta, radius }),
  score: "uncertainty",
  fallback: msal,
  about: {
    summary: "Of the most uncertain items an equal share a class, those closest to its prototype.",
    paper: "Kasarla et al. 2024, Maximally separated active learning, arXiv 2411.17444",
    equation: "algorithm 1: the β·b items of lowest α, then for each class the b/C items of highest cos(Φ(x), P_c)",
    profile: "paper",
    deviations: [
      "Classes take turns, each its closest item by its own cosine, an item once; the paper leaves this open.",
      "b mod C classes, drawn from the key each round, take one item more; the paper leaves this open.",
      "Another uncertainty for the prefilter gives the paper's LeastConf(MSAL-D), Margin(MSAL-D), Entropy(MSAL-D).",
      "ρ cancels in all cosines. Two classes are refused: every α is 1."
    ],
    coldStart:
      "Needs a maximum-separation model: projection. C comes from the query, else from the projection's width.",
    complexity: "O(N C) for α, O(β b C + β b²) for the choice; prototypes are never written out."
  },
  build: (uncertainty, { beta, radius }) =>
    Strategy.make(
      pipe(maxSeparation({ radius }), Stage.andThen(Filter.keepTop(uncertainty, `${beta}*budget`))),
      perPrototype()
    )
}) as Part.Maker<MsalD, Strategy.Any>
