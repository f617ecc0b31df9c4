/**
 * Items for a model that was exported from a labeling project, which says how they are to be embedded.
 */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { readEmbeddingAbout } from "@marginalia/datasets/files/embedding-about"
import { readSource } from "@marginalia/datasets/files/source"
import { fromMatrix } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { FoundItems } from "@marginalia/datasets/read-items"
import { readAbout } from "@marginalia/studio/model/about"
import { readNewItems } from "@marginalia/studio/model/apply"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { PredictInput } from "./flags.ts"

/** Flags that say nothing to such a model, which takes items as they were labeled. */
const checkFlags = ({ data, features, shape, size, skipBad, split, unlabeled }: PredictInput) => {
  const given: ReadonlyArray<readonly [flag: string, is: boolean]> = [
    ["split", Option.isSome(split)],
    ["data", Option.isSome(data)],
    ["size", Option.isSome(size)],
    ["shape", Option.isSome(shape)],
    ["features", Option.isSome(features)],
    ["skip-bad", skipBad],
    ["unlabeled", unlabeled]
  ]
  const wrong = given.find(([, is]) => is)
  if (wrong === undefined) return Effect.void
  const problem = `--${wrong[0]} says nothing to a model of a labeling project, which takes items as they were labeled`
  return Effect.fail(new UsageProblem({ problem, hint: "leave it out" }))
}

/** Whether the items are vectors already, made by `marginalia embed`: they are looked at as those of any model. */
const isEmbedded = Effect.fnUntraced(function*(path: string) {
  if (!/\.npy$/i.test(path)) return false
  const { sha256 } = yield* readSource(path)
  return (yield* readEmbeddingAbout(path, sha256)) !== undefined
})

/**
 * The items, embedded as those that were labeled; undefined where the model is no such model, or they are embedded already.
 * Says which could not be read. Fails with `UsageProblem` for flags that do not apply, and as the readers do.
 */
export const readLabeledItems = Effect.fn("readLabeledItems")(function*(input: PredictInput) {
  const about = yield* readAbout(input.model)
  if (about === undefined || (yield* isEmbedded(input.items))) return undefined
  yield* checkFlags(input)
  const { bad, ids, matrix, name } = yield* readNewItems(input.model, about, {
    path: input.items,
    idColumn: Option.getOrUndefined(input.idColumn),
    labelColumn: Option.getOrUndefined(input.labelColumn),
    ...(input.noHeader ? { noHeader: true } : {}),
    white: Option.getOrUndefined(input.white)
  })
  for (const { item, problem } of bad.slice(0, 20)) yield* note(`note: ${ids[item]!}: ${problem}`)
  if (bad.length > 0) yield* note(`note: ${counted(bad.length, "item")} could not be read, and count as black`)
  const items = fromMatrix(matrix)
  const found: FoundItems = {
    name,
    kind: "pool",
    rowNumbers: ids.every((id, row) => id === String(row)),
    classNames: [],
    embedding: about.embedding,
    items,
    ids,
    fit: items,
    test: undefined
  }
  return found
})
