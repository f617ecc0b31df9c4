/**
 * Are these the picks of the manifest?
 */
import type { Selection } from "../Selection.ts"
import type { Manifest } from "./schema.ts"

/** A rank at which another item was picked; `undefined` where one side has no such rank. */
export interface Difference {
  /** The rank, from 1. */
  readonly rank: number
  /** The id in the manifest. */
  readonly expected: string | undefined
  /** The id that was picked now. */
  readonly found: string | undefined
}

/** How picks differ from a manifest's; they are confirmed when there are no differences. */
export interface Comparison {
  /** How many picks the manifest has. */
  readonly picks: number
  readonly differences: ReadonlyArray<Difference>
  /** Items of the manifest that were not picked at all now, in its order. */
  readonly gone: ReadonlyArray<string>
  /** Items picked now that the manifest does not have, in their order. */
  readonly added: ReadonlyArray<string>
}

/**
 * Whether a `selection` has the picks of a `manifest`, rank by rank, by id. Scores are not compared: another machine
 * may round the last bit otherwise.
 */
export const compare = (
  manifest: Pick<typeof Manifest.Type, "picks">,
  selection: Pick<Selection, "ids">
): Comparison => {
  const expected = manifest.picks.map((pick) => pick.id)
  const found: ReadonlyArray<string> = selection.ids
  const ranks = Array.from({ length: Math.max(expected.length, found.length) }, (_, i) => i)
  const differences = ranks
    .filter((i) => expected[i] !== found[i])
    .map((i) => ({ rank: i + 1, expected: expected[i], found: found[i] }))
  const [before, after] = [new Set(expected), new Set(found)]
  return {
    picks: expected.length,
    differences,
    gone: expected.filter((id) => !after.has(id)),
    added: found.filter((id) => !before.has(id))
  }
}
