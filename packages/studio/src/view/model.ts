/**
 * The current model, and what it says of the items.
 */
import type { Learned } from "../learner/protocol.ts"
import { type HeldOut, WATCHED } from "../session/held-out.ts"
import type { Session } from "../session/session.ts"

/** A model in memory: what the learner said last, and where items are in it. Its classes are as they were numbered then. */
export interface Model {
  readonly learned: Learned
  /** The place of items in the order, from 0. */
  readonly place: ReadonlyMap<number, number>
  /** The group of near-duplicates that items are in, of those that are in one. */
  readonly group: ReadonlyMap<number, number>
}

/** What the learner said, taken in. O(order). */
export const modelOf = (learned: Learned): Model => ({ learned, ...placesOf(learned) })

const placesOf = ({ alike, order }: Pick<Learned, "alike" | "order">): Pick<Model, "place" | "group"> => ({
  place: new Map(Array.from(order, (item, i) => [item, i] as const)),
  group: new Map(Array.from(alike.items, (item, i) => [item, alike.group[i]!] as const))
})

/** The model with another order. */
export const reordered = (model: Model, { alike, order, why }: Pick<Learned, "alike" | "order" | "why">): Model => ({
  ...model,
  learned: { ...model.learned, alike, order, why, sample: undefined },
  ...placesOf({ alike, order })
})

/** By number, the class that each class counts as now; −1 where there is none. For who asks of many items. */
export const asNow = (session: Session): Int32Array => {
  const { next, resolve } = session.vocabulary()
  return Int32Array.from({ length: next }, (_, id) => resolve(id))
}

/** A class that the model thinks of, and how likely it is. */
export interface Guess {
  readonly class: number
  readonly p: number
}

/** The likeliest classes of an item, as classes are now: at most `most`, the likeliest first, ties by number. */
export const guessesOf = (
  model: Model | undefined,
  session: Session,
  item: number,
  most: number
): ReadonlyArray<Guess> => {
  if (model === undefined || model.learned.probability === undefined) return []
  const { resolve } = session.vocabulary(), { classes, probability } = model.learned
  const sums = new Map<number, number>()
  for (const [c, id] of classes.entries()) {
    const now = resolve(id)
    if (now >= 0) sums.set(now, (sums.get(now) ?? 0) + probability![item * classes.length + c]!)
  }
  return [...sums].map(([id, p]) => ({ class: id, p })).sort((a, b) => b.p - a.p || a.class - b.class).slice(0, most)
}

/** How likely the model finds `id`, a class as it is now; `undefined` without a model. */
export const chanceOf = (model: Model | undefined, session: Session, item: number, id: number): number | undefined => {
  if (model === undefined || model.learned.probability === undefined) return undefined
  const { resolve } = session.vocabulary(), { classes, probability } = model.learned
  let sum = 0
  for (let c = 0; c < classes.length; c++) {
    if (resolve(classes[c]!) === id) sum += probability[item * classes.length + c]!
  }
  return sum
}

/** How many items the model gives each class, as classes are now; `undefined` without a model. */
export const predictedCounts = (
  model: Model | undefined,
  session: Session
): ReadonlyMap<number, number> | undefined => {
  if (model === undefined || model.learned.probability === undefined) return undefined
  const { next } = session.vocabulary(), now = asNow(session), counts = new Int32Array(next)
  for (const id of model.learned.top) counts[id]!++
  const found = new Map<number, number>()
  counts.forEach((n, id) => {
    if (n > 0) found.set(now[id]!, (found.get(now[id]!) ?? 0) + n)
  })
  return found
}

/** What the model says of the held-out items that it is watched on, in the order of measuring: a class, or −1. */
export const heldOutGuesses = ({ learned: { top } }: Model, { order }: HeldOut): ReadonlyArray<number> =>
  Array.from(order.subarray(0, WATCHED), (item) => top[item]!)
