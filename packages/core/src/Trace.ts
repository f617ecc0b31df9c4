/**
 * What happened on the way to a selection, and why each item was picked.
 */
import type { Clusters } from "./Columns.ts"
import type { Any, Evidence, Notes } from "./Frame.ts"
import * as Spec from "./Spec.ts"

/**
 * One step as it went. `given`: skipped, since the caller supplied what it adds. `widened`: the last filter was
 * dropped because it left fewer candidates than picks were wanted.
 */
export interface Entry {
  readonly step: string
  readonly spec: Spec.Spec | undefined
  readonly status: "ran" | "given" | "widened" | "branch" | "failed"
  /** Candidates left after the step; for a selector, the picks. */
  readonly candidates: number
  readonly milliseconds: number
  readonly notes: Notes
}

/** The entry of a part that ran. */
export const ran = (spec: Spec.Spec, candidates: number, milliseconds: number, notes: Notes): Entry => ({
  step: Spec.print(spec),
  spec: Spec.toJson(spec),
  status: "ran",
  candidates,
  milliseconds,
  notes
})

/** A score's value for one pick and its rank, from 1, among the items scored with it (in its cluster, if per cluster). */
export interface Reason {
  readonly name: string
  readonly value: number
  readonly rank: number
  readonly of: number
}

/** Why an item was picked. */
export interface Why {
  /** The branch of a combination that picked it. */
  readonly branch?: string
  readonly cluster?: { readonly number: number; readonly size: number; readonly labeled: number }
  readonly scores: ReadonlyArray<Reason>
}

/** Sorted values, highest first, of each group of an evidence (one group where there are none). */
const sortedByGroup = ({ group, values }: Evidence): Map<number, Float64Array> => {
  const lists = new Map<number, Array<number>>()
  values.forEach((value, position) => {
    if (Number.isNaN(value)) return
    const key = group?.[position] ?? 0
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [value])
    else list.push(value)
  })
  return new Map([...lists].map(([key, list]) => [key, Float64Array.from(list).sort().reverse()]))
}

/** How many of `sorted` (highest first) are above `value`. */
const above = (sorted: Float64Array, value: number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! > value) low = middle + 1
    else high = middle
  }
  return low
}

const reasons = (evidence: Evidence): (position: number) => ReadonlyArray<Reason> => {
  const groups = sortedByGroup(evidence)
  return (position) => {
    const value = evidence.values[position] ?? Number.NaN
    const sorted = groups.get(evidence.group?.[position] ?? 0)
    if (Number.isNaN(value) || sorted === undefined) return []
    return [{ name: evidence.name, value, rank: above(sorted, value) + 1, of: sorted.length }]
  }
}

const clusterFacts = (clusters: Clusters | undefined, frame: Any): (position: number) => Partial<Why> => {
  if (clusters === undefined) return () => ({})
  const sizes = new Map<number, number>()
  const labeled = new Map<number, number>()
  for (const number of clusters.assignment) sizes.set(number, (sizes.get(number) ?? 0) + 1)
  for (const position of frame.labeled) {
    const number = clusters.assignment[position]!
    labeled.set(number, (labeled.get(number) ?? 0) + 1)
  }
  return (position) => {
    const number = clusters.assignment[position]!
    return number < 0 ? {} : { cluster: { number, size: sizes.get(number)!, labeled: labeled.get(number) ?? 0 } }
  }
}

/** Why each of the picks was picked, from the evidence on the last frame. */
export const explain = (frame: Any, evidence: ReadonlyArray<Evidence>, picks: Uint32Array): ReadonlyArray<Why> => {
  const latest = [...new Map(evidence.map((one) => [one.name, one])).values()].map(reasons)
  const cluster = clusterFacts(frame.cluster, frame)
  return Array.from(picks, (position) => ({
    ...cluster(position),
    scores: latest.flatMap((reason) => reason(position))
  }))
}
