/**
 * The current model, and what it says of the items.
 */
import type { Learned } from "../learner/protocol.ts"
import { type HeldOut, WATCHED } from "../session/held-out.ts"
import type { Session } from "../session/session.ts"

/** A model in memory: what the learner said last, and what follows from it for each item. */
export interface Model {
  readonly learned: Learned
  /** The likeliest class of each item, as it was numbered then; −1 without probabilities. */
  readonly top: Int32Array
  /** How likely that class is, from 0 to 1. */
  readonly confidence: Float32Array
  /** The place of items in the order, from 0. */
  readonly place: ReadonlyMap<number, number>
  /** The group of near-duplicates that items are in, of those that are in one. */
  readonly group: ReadonlyMap<number, number>
}

/** O(items · classes). Ties go to the class that comes first. */
export const modelOf = (learned: Learned, size: number): Model => {
  const { classes, probability } = learned, count = classes.length
  const top = new Int32Array(size).fill(-1), confidence = new Float32Array(size)
  for (let item = 0; probability !== undefined && item < size; item++) {
    let best = 0
    for (let c = 1; c < count; c++) if (probability[item * count + c]! > probability[item * count + best]!) best = c
    top[item] = classes[best]!
    confidence[item] = probability[item * count + best]!
  }
  return { learned, top, confidence, ...placesOf(learned) }
}

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
  return guessesOf(model, session, item, Infinity).find((guess) => guess.class === id)?.p ?? 0
}

/** How many items the model gives each class, as classes are now; `undefined` without a model. */
export const predictedCounts = (
  model: Model | undefined,
  session: Session
): ReadonlyMap<number, number> | undefined => {
  if (model === undefined || model.learned.probability === undefined) return undefined
  const { resolve } = session.vocabulary(), counts = new Map<number, number>()
  for (const id of model.top) counts.set(id, (counts.get(id) ?? 0) + 1)
  const now = new Map<number, number>()
  for (const [id, n] of counts) now.set(resolve(id), (now.get(resolve(id)) ?? 0) + n)
  return now
}

/** What the model says of the held-out items that it is watched on, in the order of measuring: a class, or −1. */
export const heldOutGuesses = ({ top }: Pick<Model, "top">, { order }: HeldOut): ReadonlyArray<number> =>
  Array.from(order.subarray(0, WATCHED), (item) => top[item]!)
