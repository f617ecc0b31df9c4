/**
 * A sum of money, spent on labels: all on a person's, all on a model's, or on a model's and a person's checks of them.
 */

/** Who would say what of each item of a pool, and what that costs. */
export interface Annotators {
  /** By position: what a person says. */
  readonly person: ArrayLike<number>
  /** By position: what the model says; −1 where it declines. */
  readonly model: ArrayLike<number>
  /** What a label costs; a declined item costs a model's. */
  readonly cost: { readonly person: number; readonly model: number }
}

/** What was bought. */
export interface Bought {
  /** By position: the label, the person's where there are two; −1 for none. */
  readonly labels: Int32Array
  /** By position: what the person was asked and said; −1 for none. */
  readonly checked: Int32Array
  /** What the labels cost together. */
  readonly cost: number
}

/** How many times a price goes into a sum; sums of prices are not exact. */
const affordable = (sum: number, price: number): number =>
  price === 0 ? Infinity : Math.max(0, Math.floor(sum / price + 1e-9))

const bought = (labels: Int32Array, checked: Int32Array, cost: number): Bought => ({ labels, checked, cost })

/** The person labels items in the `order` given, as far as the `budget` goes. */
export const personOnly = ({ cost, person }: Annotators, order: ArrayLike<number>, budget: number): Bought => {
  const labels = new Int32Array(person.length).fill(-1), count = Math.min(order.length, affordable(budget, cost.person))
  for (let i = 0; i < count; i++) labels[order[i]!] = person[order[i]!]!
  return bought(labels, labels, count * cost.person)
}

/** The model labels items in the `order` given, as far as the `budget` goes. */
export const modelOnly = ({ cost, model }: Annotators, order: ArrayLike<number>, budget: number): Bought => {
  const none = new Int32Array(model.length).fill(-1), count = Math.min(order.length, affordable(budget, cost.model))
  const labels = Int32Array.from(none)
  for (let i = 0; i < count; i++) labels[order[i]!] = model[order[i]!]!
  return bought(labels, none, count * cost.model)
}

/**
 * The person checks items in the `order` given, beside what was bought `before`: as far as the `budget` of all goes, at most
 * `most` of them (default all), each once. Where the two differ the person's label stands.
 */
export const check = (
  { cost, person }: Annotators,
  before: Bought,
  order: ArrayLike<number>,
  budget: number,
  most = Infinity
): Bought => {
  const labels = Int32Array.from(before.labels), checked = Int32Array.from(before.checked)
  const wanted = Array.from(order).filter((position) => checked[position]! < 0)
  const count = Math.min(wanted.length, most, affordable(budget - before.cost, cost.person))
  for (const position of wanted.slice(0, count)) labels[position] = checked[position] = person[position]!
  return bought(labels, checked, before.cost + count * cost.person)
}
