/**
 * What a search for neighbors may answer.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/breathe.ts"
import type { NeighborTable } from "../neighbors/groups.ts"
import type { WithinRequest } from "../neighbors/request.ts"
import { type Amiss, amiss } from "./amiss.ts"
import { describe } from "./call.ts"

/** Rows that are looked at between two looks at the time. */
const BLOCK = 1024

const shapeProblem = (given: Partial<NeighborTable> | null | undefined, members: number): Amiss | undefined => {
  const { counts, distances, indices, width } = given ?? {}
  if (!(counts instanceof Uint32Array && indices instanceof Uint32Array && distances instanceof Float64Array)) {
    const what = describe(given), due = "table of counts, indices and distances"
    return amiss(`it gave ${what}, no ${due}`, what, `a ${due}`)
  }
  if (typeof width !== "number" || !Number.isInteger(width) || width < 0) {
    return amiss(`its width is ${describe(width)}`, width, "a whole number from 0")
  }
  if (counts.length !== members) {
    return amiss(`it has ${counts.length} rows for ${members} members`, counts.length, members)
  }
  const cells = members * width
  if (indices.length === cells && distances.length === cells) return undefined
  const found = `${indices.length} indices and ${distances.length} distances`, due = `${members} × ${width} cells`
  return amiss(`it has ${found} for ${due}`, found, due)
}

/** What is wrong with the neighbors of one member. */
const rowProblem = (
  { counts, distances, indices, width }: NeighborTable,
  { group, matrix, members, sought }: WithinRequest,
  row: number
): Amiss | undefined => {
  const count = counts[row]!, member = members[row]!
  if (count > width) {
    const problem = `position ${member} has ${count} neighbors in a table of width ${width}`
    return amiss(problem, count, `at most ${width}`, member)
  }
  for (let i = row * width, before = 0; i < row * width + count; i++) {
    const other = indices[i]!, distance = distances[i]!
    if (other >= matrix.rows || other === member || group[other] !== group[member]) {
      const problem = `position ${other} is no neighbor of position ${member}: it is not another member of its group`
      return amiss(problem, other, "another member of its group", member)
    }
    if (sought?.[other] === 0) {
      const problem = `position ${other} is no neighbor of position ${member}: it is not among those that are sought`
      return amiss(problem, other, "an item that is sought", member)
    }
    if (!(distance >= before)) {
      const problem = `position ${member} has the distances ${before} and then ${distance}`
      return amiss(problem, distance, `a distance from ${before}`, member)
    }
    before = distance
  }
  return undefined
}

/**
 * What is wrong with a table of neighbors, if anything: there must be a row for each member, others of its group, nearest
 * first. O(members · k).
 */
export const problemOfNeighbors = Effect.fnUntraced(function*(request: WithinRequest, given: NeighborTable) {
  const problem = shapeProblem(given, request.members.length)
  if (problem !== undefined) return problem
  for (let row = 0; row < request.members.length; row++) {
    if (row % BLOCK === 0) yield* breathe("typescript", 8 * BLOCK * given.width)
    const wrong = rowProblem(given, request, row)
    if (wrong !== undefined) return wrong
  }
  return undefined
})
