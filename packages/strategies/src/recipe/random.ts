import { Recipe, Strategy } from "@marginalia/core"
import * as Schema from "effect/Schema"
import { uniform } from "../score/uniform.ts"
import { top } from "../select/top.ts"

/**
 * Random sampling: the baseline that every strategy has to beat.
 *
 * Needs no column. Cold start: The same: it looks at nothing. O(N log N) time, O(N) memory.
 */
export const random = Recipe.define({
  name: "random",
  options: Schema.Struct({}),
  about: {
    summary: "A simple random sample of the unlabeled items, without replacement: the baseline.",
    coldStart: "The same: it looks at nothing.",
    complexity: "O(N log N) time, O(N) memory."
  },
  build: () => Strategy.make(top(uniform()))
})
