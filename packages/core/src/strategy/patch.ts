/**
 * What is wrong with a stage's answer, if anything is: its function may be anybody's.
 */
import { InvalidQuery } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import * as columns from "../query/columns.ts"
import type { Step } from "../Stage.ts"
import { described } from "./guarded.ts"

const isPositions = (value: unknown): value is Uint32Array =>
  Object.prototype.toString.call(value) === "[object Uint32Array]"

/** A filter leaves out, and does nothing else. */
const candidatesProblem = ({ candidates: before, size }: Frame.Any, after: unknown): string | undefined => {
  if (after === undefined) return undefined
  if (!isPositions(after)) return `its candidates are ${described(after)}, not a Uint32Array of positions`
  if (Frame.isSubsequence(after, before)) return undefined
  return `it added or reordered candidates, and may only remove some: ${strayOf(after, before, size)}`
}

const strayOf = (after: Uint32Array, before: Uint32Array, size: number): string => {
  const far = after.find((position) => position >= size)
  if (far !== undefined) return `it kept position ${far}, and the pool has ${size} items`
  const at = after.findIndex((position, i) => i > 0 && position <= after[i - 1]!)
  if (at > 0) return `it kept position ${after[at]} after ${after[at - 1]}; candidates are ascending, each once`
  const known = new Set(before)
  return `it kept position ${after.find((position) => !known.has(position))}, which was no candidate before it`
}

const columnsProblem = ({ size }: Frame.Any, given: Frame.Patch["columns"]): string | undefined => {
  if (given === undefined) return undefined
  try {
    columns.checkHeights(given, size)
    return undefined
  } catch (error) {
    if (error instanceof InvalidQuery) return error.message
    throw error
  }
}

/** Evidence has a number an item. */
export const evidenceProblem = (
  { size }: Frame.Any,
  { evidence = [] }: Pick<Frame.Patch, "evidence">
): string | undefined => {
  const odd = evidence.find(({ group, values }) => values.length !== size || (group ?? values).length !== size)
  if (odd === undefined) return undefined
  const length = odd.values.length === size ? odd.group?.length : odd.values.length
  return `its evidence "${odd.name}" has ${length} numbers and the pool has ${size} items`
}

const missing = (step: Pick<Step<unknown>, "adds">, patch: Frame.Patch): string | undefined => {
  const column = step.adds.find((name) => patch.columns?.[name] === undefined)
  return column === undefined ? undefined : `it says that it adds the column "${column}", and did not`
}

/** See the module: a sentence that names what was found and what there should be. */
export const problemOf = (
  step: Pick<Step<unknown>, "adds">,
  frame: Frame.Any,
  patch: Frame.Patch
): string | undefined => {
  if (typeof patch !== "object" || patch === null) return `it gave ${described(patch)}, not a patch of the frame`
  return candidatesProblem(frame, patch.candidates) ?? columnsProblem(frame, patch.columns) ??
    evidenceProblem(frame, patch) ?? missing(step, patch)
}
