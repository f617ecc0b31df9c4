/** A small model for tests of the page: the nearest class mean, softened. */
import type { Pool } from "./pool.ts"

/** What it thinks of every item. */
export interface Model {
  readonly number: number
  readonly labels: number
  readonly classes: ReadonlyArray<number>
  /** By item: the classes' probabilities, most likely first. */
  readonly of: (item: number) => ReadonlyArray<{ readonly class: number; readonly p: number }>
}

const meansOf = (
  { features, width }: Pool,
  items: ReadonlyArray<number>,
  classes: ReadonlyArray<number>
): ReadonlyMap<number, Float64Array> => {
  const sums = new Map<number, { readonly sum: Float64Array; n: number }>()
  items.forEach((item, i) => {
    const found = sums.get(classes[i]!) ?? { sum: new Float64Array(width), n: 0 }
    for (let j = 0; j < width; j++) found.sum[j]! += features[item * width + j]!
    found.n++
    sums.set(classes[i]!, found)
  })
  return new Map([...sums].map(([id, { n, sum }]) => [id, sum.map((value) => value / n)]))
}

/** Squared distance of two items, or of an item and a mean. */
export const distance = ({ features, width }: Pool, item: number, to: ArrayLike<number>, from = 0): number => {
  let sum = 0
  for (let j = 0; j < width; j++) sum += (features[item * width + j]! - to[from + j]!) ** 2
  return sum
}

/** Trains on labels. */
export const train = (
  pool: Pool,
  number: number,
  items: ReadonlyArray<number>,
  labels: ReadonlyArray<number>
): Model => {
  const means = [...meansOf(pool, items, labels)], known = new Map<number, ReturnType<Model["of"]>>()
  const of = (item: number): ReturnType<Model["of"]> => {
    const far = means.map(([, mean]) => distance(pool, item, mean)), near = Math.min(...far)
    const weights = far.map((value) => Math.exp((-6 * (value - near)) / (near + 1e-9)))
    const all = weights.reduce((a, b) => a + b, 0)
    return means.map(([id], i) => ({ class: id, p: weights[i]! / all })).sort((a, b) => b.p - a.p)
  }
  return {
    number,
    labels: items.length,
    classes: means.map(([id]) => id),
    of: (item) => {
      const found = known.get(item) ?? of(item)
      known.set(item, found)
      return found
    }
  }
}
