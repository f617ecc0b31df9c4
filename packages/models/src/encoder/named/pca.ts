/** Principal components, by name. */
import { note } from "@marginalia/core/Notices"
import * as Options from "@marginalia/core/Options"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { fitPcaOf } from "../pca.ts"
import { defineEncoder } from "../plan.ts"
import { ofItems } from "../rows.ts"
import { inputOf, kept } from "./kept.ts"

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** See `fitPca`. */
export const pcaPlan = defineEncoder({
  name: "pca",
  summary: "the first principal components of the items",
  options: Schema.Struct({
    components: Options.field(Schema.Int.check(Schema.isGreaterThan(0)), 64, "how many components")
  }),
  positional: ["components"],
  learns: "fit",
  small: true,
  start: Effect.fnUntraced(function*({ components }, { items }) {
    const learned = yield* fitPcaOf(ofItems(items), { components })
    const varianceKept = learned.share.reduce((sum, share) => sum + share, 0)
    yield* note(`pca: ${components} components hold ${percent(varianceKept)} of the variance`)
    return kept({ kind: "pca", learned, input: inputOf(items) }, items, { varianceKept })
  })
})
