/**
 * Items that look like one class, for the grid.
 */
import type { Session } from "../session/session.ts"
import type { Model } from "./model.ts"
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

/** Items that nobody said anything of and that are not held out. */
const openItems = (session: Session, isFree: (item: number) => boolean): ReadonlyArray<number> =>
  Array.from({ length: session.created.size }, (_, item) => item)
    .filter((item) => session.said(item).length === 0 && !session.heldOut.has(item) && isFree(item))

/** Of open items those that the model gives `id`, the surest first. */
const ofClass = (session: Session, { confidence, top }: Model, open: ReadonlyArray<number>, id: number) => {
  const { resolve } = session.vocabulary()
  return open.filter((item) => top[item]! >= 0 && resolve(top[item]!) === id)
    .sort((a, b) => confidence[b]! - confidence[a]! || a - b)
}

/** The class of the most open items: there is the most to gain. */
const richest = (session: Session, { top }: Model, open: ReadonlyArray<number>): number | undefined => {
  const { resolve } = session.vocabulary(), counts = new Map<number, number>()
  for (const item of open) {
    const id = top[item]! < 0 ? -1 : resolve(top[item]!)
    if (id >= 0) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || a - b)[0]?.[0]
}

/** Before there is a model: the largest cluster's items, where the learner made clusters; else any. */
const withoutModel = (session: Session, model: Model | undefined, open: ReadonlyArray<number>, count: number): Grid => {
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
  const items = id === undefined ? [] : ofClass(session, model, open, id).slice(0, count)
  const title = id === undefined
    ? "Nothing is left"
    : items.length === 0
    ? `Nothing more looks like ${nameOf(session, id)}`
    : "The model's surest"
  return { class: id, title, items }
}
