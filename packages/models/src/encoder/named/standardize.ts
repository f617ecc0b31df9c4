/** Each column brought to mean 0 and deviation 1, by name. */
import * as Effect from "effect/Effect"
import { defineEncoder } from "../plan.ts"
import { ofItems } from "../rows.ts"
import { fitStandardizeOf } from "../standardize.ts"
import { inputOf, kept } from "./kept.ts"

/** See `fitStandardize`. */
export const standardizePlan = defineEncoder({
  name: "standardize",
  summary: "each column at mean 0 and deviation 1, as the items have them",
  learns: "fit",
  start: (_, { items }) =>
    Effect.map(
      fitStandardizeOf(ofItems(items)),
      (learned) => kept({ kind: "standardize", learned, input: inputOf(items) }, items)
    )
})
