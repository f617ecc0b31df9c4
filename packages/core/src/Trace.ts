/**
 * What happened on the way to a selection, and why each item was picked.
 */
import * as Effect from "effect/Effect"
import type { Clusters } from "./Columns.ts"
import type { Any, Evidence, Notes } from "./Frame.ts"
import { breathe } from "./kernels/breathe.ts"
import * as Partition from "./Partition.ts"
import * as Spec from "./Spec.ts"

/** One step as it went. */
export interface Entry {
  /** Its text. */
  readonly step: string
  /** Its name and options, where it is a part. */
  readonly spec: Spec.Spec | undefined
  /**
   * `ran`; `given`: skipped, since the caller supplied what it adds; `widened`: the last filter was dropped because it
   * left fewer candidates than picks were wanted; `branch`: which branch of a combination was taken; `failed`: the
   * first of an `orElse` failed.
   */
  readonly status: "ran" | "given" | "widened" | "branch" | "failed"
  /** Candidates left after the step; for a selector, the picks. */
  readonly candidates: number
  /** How long it took. */
  readonly milliseconds: number
  /** Facts that it told: inertia, recall, the number of copies. */
  readonly notes: Notes
}

/**
 * The entry of a part that ran: how it is written (`spec`), the candidates that it left, the milliseconds that it took,
 * and its notes.
 */
export const ran = (spec: Spec.Spec, candidates: number, milliseconds: number, notes: Notes): Entry => ({
  step: Spec.print(spec),
  spec: Spec.toJson(spec),
  status: "ran",
  candidates,
  milliseconds,
  notes
})

/** What a step that was not exact has lost by that. */
export interface Loss {
  /** The step's text. */
  readonly step: string
  /**
   * Its notes about that: `recall`, `agreement`, and those whose name begins with `loss`; and how many items or pairs they were
   * measured on, `sampled`, `sample` or `pairs`.
   */
  readonly notes: Notes
}

/** Whether a note tells a loss, and whether it tells how much was looked at for that. */
const isMeasure = (name: string): boolean => name.startsWith("loss") || name === "recall" || name === "agreement"
const isSize = (name: string): boolean => name === "sampled" || name === "sample" || name === "pairs"

/** What the steps of a `trace` say of themselves that they have lost, in their order; empty where all were exact. */
export const losses = (trace: ReadonlyArray<Pick<Entry, "step" | "notes">>): ReadonlyArray<Loss> =>
  trace.flatMap(({ notes, step }) => {
    const told = Object.entries(notes).filter(([name]) => isMeasure(name) || isSize(name))
    return told.some(([name]) => isMeasure(name)) ? [{ step, notes: Object.fromEntries(told) }] : []
  })

/** A score's value for one pick and its rank among the items scored with it (in its cluster, if per cluster). */
export interface Reason {
  /** The score's name. */
  readonly name: string
  /** Its value for the pick. */
  readonly value: number
  /** Its rank, from 1, the highest first. */
  readonly rank: number
  /** How many items were scored. */
  readonly of: number
}

/** Why an item was picked. */
export interface Why {
  /** The branch of a combination that picked it. */
  readonly branch?: string
  /** Its cluster: number, members, and how many of them have labels. */
  readonly cluster?: { readonly number: number; readonly size: number; readonly labeled: number }
  /** The scores that it was filtered and picked by. */
  readonly scores: ReadonlyArray<Reason>
}

/** How many of `sorted` (lowest first) are below `value`. */
const below = (sorted: Float64Array, value: number): number => {
  if (!(value > sorted[0]!)) return 0 // as most are, where picks are the best of many
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The picks' values in one group, and how many of the group's values are above each: `above[k + 1]` for value k. */
interface Tally {
  readonly sorted: Float64Array
  readonly above: Uint32Array
}

const tallyOf = (values: ReadonlyArray<number>): Tally => ({
  sorted: Float64Array.from(values).sort(),
  above: new Uint32Array(values.length + 2)
})

/** A tally for each group that holds a pick (one group where there are none); one pass over all values. */
const tallies = ({ group, values }: Evidence, picks: Uint32Array): Map<number, Tally> => {
  const lists = new Map<number, Array<number>>()
  for (const position of picks) {
    if (Number.isNaN(values[position])) continue
    const key = group?.[position] ?? 0
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [values[position]!])
    else list.push(values[position]!)
  }
  const found = new Map([...lists].map(([key, list]) => [key, tallyOf(list)]))
  const only = group === undefined ? found.get(0) : undefined
  for (let i = 0; i < values.length; i++) {
    const tally = group === undefined ? only : found.get(group[i]!)
    if (tally !== undefined && !Number.isNaN(values[i])) tally.above[below(tally.sorted, values[i]!)]! += 1
  }
  for (const { above } of found.values()) for (let k = above.length - 2; k >= 0; k--) above[k]! += above[k + 1]!
  return found
}

const reasons = (evidence: Evidence, picks: Uint32Array): (position: number) => ReadonlyArray<Reason> => {
  const groups = tallies(evidence, picks)
  return (position) => {
    const value = evidence.values[position] ?? Number.NaN
    const tally = groups.get(evidence.group?.[position] ?? 0)
    if (Number.isNaN(value) || tally === undefined) return []
    const { above, sorted } = tally
    return [{ name: evidence.name, value, rank: above[below(sorted, value) + 1]! + 1, of: above[0]! }]
  }
}

const clusterFacts = (clusters: Clusters | undefined, frame: Any): (position: number) => Partial<Why> => {
  if (clusters === undefined) return () => ({})
  const sizes = Partition.sizes(clusters)
  const labeled = Partition.sizes(clusters, frame.labeled, sizes.length)
  return (position) => {
    const number = clusters.assignment[position]!
    return number < 0 ? {} : { cluster: { number, size: sizes[number]!, labeled: labeled[number]! } }
  }
}

/** Elementary steps an item of one look at all of them. */
const LOOK = 32

/**
 * Why each of the `picks` was picked, from the `evidence` on the last `frame`, as {@link explain} says it, with room for the
 * event loop before each score: for the engine that runs a strategy.
 */
export const explained = Effect.fnUntraced(function*(
  frame: Any,
  evidence: ReadonlyArray<Evidence>,
  picks: Uint32Array
) {
  const latest: Array<ReturnType<typeof reasons>> = []
  for (const one of new Map(evidence.map((one) => [one.name, one])).values()) {
    yield* breathe("typescript", LOOK * frame.size)
    latest.push(reasons(one, picks))
  }
  yield* breathe("typescript", LOOK * frame.size)
  const cluster = clusterFacts(frame.cluster, frame)
  return Array.from(picks, (position): Why => ({
    ...cluster(position),
    scores: latest.flatMap((reason) => reason(position))
  }))
})

/** Why each of the picks was picked, from the evidence on the last frame. */
export const explain = (frame: Any, evidence: ReadonlyArray<Evidence>, picks: Uint32Array): ReadonlyArray<Why> =>
  Effect.runSync(explained(frame, evidence, picks))
