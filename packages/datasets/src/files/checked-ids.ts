/**
 * The ids beside an array, where they are those that were written with it.
 */
import * as Effect from "effect/Effect"
import type { EmbeddingAbout } from "./embedding-about.ts"
import { InvalidInput } from "./errors.ts"
import { readRowIds } from "./row-ids.ts"

/**
 * The ids of the `rows` rows of an `.npy` file; `undefined` where there is no file of them beside it.
 *
 * Fails with `InvalidInput` for what `readRowIds` refuses, and for other ids than the array's description says.
 */
export const checkedIds = Effect.fnUntraced(function*(npy: string, rows: number, about: EmbeddingAbout | undefined) {
  const companion = yield* readRowIds(npy, rows)
  if (companion !== undefined && about?.ids !== undefined && about.ids !== companion.sha256) {
    const problem = `these are not the ids that were written with ${npy} (another sha256 than its description says)`
    return yield* new InvalidInput({
      path: companion.path,
      problem,
      hint: "embed again, or remove the description",
      reason: "Mismatch",
      value: companion.sha256,
      expected: about.ids
    })
  }
  return companion
})
