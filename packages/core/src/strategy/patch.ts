/**
 * What is wrong with a stage's answer, if anything is: its function may be anybody's.
 */
import { InvalidQuery } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import { type Amiss, amiss } from "../ports/amiss.ts"
import * as columns from "../query/columns.ts"
import type { Step } from "../Stage.ts"
import { described } from "./guarded.ts"

const isPositions = (value: unknown): value is Uint32Array =>
  Object.prototype.toString.call(value) === "[object Uint32Array]"

/** A filter leaves out, and does nothing else. */
const candidatesProblem = ({ candidates: before, size }: Frame.Any, after: unknown): Amiss | undefined => {
  if (after === undefined) return undefined
  if (!isPositions(after)) {
    const what = described(after)
    return amiss(`its candidates are ${what}, not a Uint32Array of positions`, what, "a Uint32Array of positions")
  }
  if (Frame.isSubsequence(after, before)) return undefined
  const stray = strayOf(after, before, size)
  return { ...stray, problem: `it added or reordered candidates, and may only remove some: ${stray.problem}` }
}

const strayOf = (after: Uint32Array, before: Uint32Array, size: number): Amiss => {
  const far = after.find((position) => position >= size)
  if (far !== undefined) {
    return amiss(`it kept position ${far}, and the pool has ${size} items`, far, `a position below ${size}`, far)
  }
  const at = after.findIndex((position, i) => i > 0 && position <= after[i - 1]!), late = after[at]
  if (late !== undefined) {
    const problem = `it kept position ${late} after ${after[at - 1]}; candidates are ascending, each once`
    return amiss(problem, late, `a position above ${after[at - 1]}`, late)
  }
  const known = new Set(before), stranger = after.find((position) => !known.has(position))!
  const problem = `it kept position ${stranger}, which was no candidate before it`
  return amiss(problem, stranger, "a candidate", stranger)
}

const columnsProblem = ({ size }: Frame.Any, given: Frame.Patch["columns"]): Amiss | undefined => {
  if (given === undefined) return undefined
  try {
    columns.checkHeights(given, size)
    return undefined
  } catch (error) {
    if (error instanceof InvalidQuery) {
      const found = { value: undefined, expected: "columns with a row an item", ...error.reason }
      return amiss(error.message, found.value, found.expected)
    }
    throw error
  }
}

/** Evidence has a number an item. */
export const evidenceProblem = (
  { size }: Frame.Any,
  { evidence = [] }: Pick<Frame.Patch, "evidence">
): Amiss | undefined => {
  const odd = evidence.find(({ group, values }) => values.length !== size || (group ?? values).length !== size)
  if (odd === undefined) return undefined
  const length = odd.values.length === size ? odd.group?.length : odd.values.length
  return amiss(`its evidence "${odd.name}" has ${length} numbers and the pool has ${size} items`, length, size)
}

const missing = (step: Pick<Step<unknown>, "adds">, patch: Frame.Patch): Amiss | undefined => {
  const column = step.adds.find((name) => patch.columns?.[name] === undefined)
  if (column === undefined) return undefined
  return amiss(`it says that it adds the column "${column}", and did not`, undefined, `the column "${column}"`)
}

/** See the module. */
export const problemOf = (
  step: Pick<Step<unknown>, "adds">,
  frame: Frame.Any,
  patch: Frame.Patch
): Amiss | undefined => {
  if (typeof patch !== "object" || patch === null) {
    const what = described(patch)
    return amiss(`it gave ${what}, not a patch of the frame`, what, "a patch of the frame")
  }
  return candidatesProblem(frame, patch.candidates) ?? columnsProblem(frame, patch.columns) ??
    evidenceProblem(frame, patch) ?? missing(step, patch)
}
