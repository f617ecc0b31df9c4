/**
 * Items that look like one class, for the grid.
 */
import type { Session } from "../session/session.ts"
import { asNow, type Model } from "./model.ts"
import { nameOf } from "./words.ts"

/** Items for a grid. */
export interface Grid {
  /** The class that they look like; `undefined` where there is none yet. */
  readonly class: number | undefined
  /** How they were found, for people. */
  readonly title: string
  readonly items: ReadonlyArray<number>
}

/** What a grid is made for. */
export interface GridAsking {
  readonly class: number | undefined
  readonly count: number
  /** Whether an item may be shown: not while someone else looks at it. */
  readonly isFree: (item: number) => boolean
}

/** Items that nobody said anything of and that are not held out, ascending. */
const openItems = (session: Session, isFree: (item: number) => boolean): Uint32Array => {
  const { size } = session.created, closed = new Uint8Array(size), open = new Uint32Array(size)
  for (const item of session.heldOut.order) closed[item] = 1
  for (const item of session.touched()) if (session.said(item).length > 0) closed[item] = 1
  let count = 0
  for (let item = 0; item < size; item++) if (closed[item] === 0 && isFree(item)) open[count++] = item
  return open.subarray(0, count)
}

/** Of open items the `most` surest that the model gives `id`, the surest first, ties by position. */
const ofClass = (
  session: Session,
  { learned: { confidence, top } }: Model,
  open: Uint32Array,
  { id, most }: { readonly id: number; readonly most: number }
): ReadonlyArray<number> => {
  const now = asNow(session), best: Array<number> = []
  for (const item of open) {
    if (top[item]! < 0 || now[top[item]!] !== id) continue
    if (best.length === most && confidence[item]! <= confidence[best.at(-1)!]!) continue
    let at = best.length
    while (at > 0 && confidence[best[at - 1]!]! < confidence[item]!) at--
    best.splice(at, 0, item)
    if (best.length > most) best.pop()
  }
  return best
}

/** The class of the most open items, the smaller of equals: there is the most to gain. */
const richest = (session: Session, { learned: { top } }: Model, open: Uint32Array): number | undefined => {
  const now = asNow(session), counts = new Int32Array(now.length)
  for (const item of open) if (top[item]! >= 0) counts[now[top[item]!]!]!++
  const found = counts.indexOf(counts.reduce((most, n) => Math.max(most, n), 1))
  return found < 0 ? undefined : found
}

/** Before there is a model: the largest cluster's items, where the learner made clusters; else any. */
const withoutModel = (session: Session, model: Model | undefined, open: Uint32Array, count: number): Grid => {
  const clusters = model?.learned.clusters
  if (clusters === undefined) {
    const free = new Set(open), items: Array<number> = []
    for (const item of session.anyOrder()) {
      if (items.length === count) break
      if (free.has(item)) items.push(item)
    }
    return { class: undefined, title: `${items.length} items at random`, items }
  }
  const members = new Map<number, Array<number>>()
  for (const item of open) {
    const cluster = clusters[item]!
    if (cluster < 0) continue
    const found = members.get(cluster)
    if (found === undefined) members.set(cluster, [item])
    else found.push(item)
  }
  const items = ([...members.values()].sort((a, b) => b.length - a.length || a[0]! - b[0]!)[0] ?? []).slice(0, count)
  return { class: undefined, title: `${items.length} items that look alike`, items }
}

/**
 * The grid of a class, or, without one, of the class that the model sees most among what is open: the surest first. Before there is
 * a model it is a cluster, or a random handful. O(items).
 */
export const gridOf = (
  session: Session,
  model: Model | undefined,
  { class: wanted, count, isFree }: GridAsking
): Grid => {
  const open = openItems(session, isFree)
  if (model === undefined || model.learned.probability === undefined) return withoutModel(session, model, open, count)
  const id = wanted ?? richest(session, model, open)
  const items = id === undefined ? [] : ofClass(session, model, open, { id, most: count })
  const title = id === undefined
    ? "Nothing is left"
    : items.length === 0
    ? `Nothing more looks like ${nameOf(session, id)}`
    : "The model's surest"
  return { class: id, title, items }
}
