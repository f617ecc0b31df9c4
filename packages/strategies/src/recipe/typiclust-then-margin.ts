import { Condition, Options, Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { marginSampling } from "./margin.ts"
import { typiclust } from "./typiclust.ts"

const options = Schema.Struct({
  below: Options.field(
    Schema.Int.check(Schema.isGreaterThan(0)),
    10,
    "TypiClust as long as there are fewer labels than this a class, margin from then on"
  )
})

/** What {@link typiclustThenMargin} takes. */
export interface TypiclustThenMarginOptions {
  /** TypiClust as long as there are fewer labels than this a class, margin from then on. Default 10. */
  readonly below?: number
}

/**
 * TypiClust for the cold start, then margin: typical items while labels are few, uncertain ones when there are some.
 *
 * Needs `embedding` and `probability`. Cold start: Made for it: until the switch only the embedding is needed, and only
 * the branch taken must find its columns. That of the branch taken.
 *
 * Source: Hacohen, Dekel & Weinshall 2022, Active learning on a budget: opposite strategies suit high and low budgets,
 * ICML, for the two regimes.
 */
export const typiclustThenMargin: Recipe.Maker<TypiclustThenMarginOptions, "embedding" | "probability"> = Recipe.define(
  {
    name: "typiclust-then-margin",
    options,
    about: {
      summary: "TypiClust while labels are few, margin from then on.",
      paper: "Hacohen, Dekel & Weinshall 2022, Active learning on a budget: opposite strategies suit high and low " +
        "budgets, ICML, for the two regimes",
      equation: "switch(labeled < 10*classes, typiclust, margin)",
      profile: "paper",
      deviations: [
        "The paper says that there are two regimes, not where one ends: 10 labels a class is ours.",
        "Classes are those that the query states (its number, or a column); with more labels than 10 a class seen so far and " +
        "no such number it is refused."
      ],
      coldStart:
        "Made for it: until the switch only the embedding is needed, and only the branch taken must find its columns.",
      complexity: "That of the branch taken."
    },
    build: ({ below }) => Strategy.switchWhen(Condition.labeledBelowPerClass(below), typiclust(), marginSampling())
  }
)
