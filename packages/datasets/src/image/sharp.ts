/** The package sharp, which decodes images: loaded when the first one is read, and only then. */
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import type sharp from "sharp"
import { DatasetError } from "../errors.ts"
import { importOptional, isMissing } from "../optional.ts"

/** What the package exports. */
export type Sharp = typeof sharp

const problemOf = (cause: unknown): string => {
  const why = isMissing(cause) ? "" : ` (${Quote.thrown(cause)})`
  return `the package sharp, which reads images, cannot be loaded${why}; add it: npm install sharp`
}

/** Loads sharp. Fails with {@link DatasetError}, which says how to add it. */
export const loadSharp: Effect.Effect<Sharp, DatasetError> = Effect.tryPromise({
  try: async () => ((await importOptional("sharp")) as { readonly default: Sharp }).default,
  catch: (cause) => new DatasetError({ reason: { _tag: "MissingPackage", name: "sharp", problem: problemOf(cause) } })
})
