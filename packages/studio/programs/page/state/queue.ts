/**
 * The items of the label view: those ahead, the first of which is on the screen, and those that were answered.
 */
import type { Answer, ItemView } from "../wire.ts"

/** An item that was answered here. */
export interface Past {
  readonly nonce: string
  readonly item: ItemView
  readonly answer: Answer
}

/** The label view's items. `ahead[0]` is on the screen. */
export interface Queue {
  readonly ahead: ReadonlyArray<ItemView>
  /** The last one last. */
  readonly past: ReadonlyArray<Past>
}

/** Nothing yet. */
export const empty: Queue = { ahead: [], past: [] }

/** How many items are fetched ahead. */
export const STORE = 8

/** With fewer than this ahead, more are fetched. */
export const LOW = 6

/** How many of the first items stay when a new order comes: what is on the screen, and what is decoded already. */
const STAY = 2

/** How many answered items are remembered. */
const REMEMBERED = 200

const without = (items: ReadonlyArray<ItemView>, item: number): ReadonlyArray<ItemView> =>
  items.filter((one) => one.item !== item)

/** The item on the screen has an answer: the next one takes its place. */
export const answered = ({ ahead, past }: Queue, item: ItemView, answer: Answer, nonce: string): Queue => ({
  ahead: without(ahead, item.item),
  past: [...past.filter((one) => one.item.item !== item.item), { nonce, item, answer }].slice(-REMEMBERED)
})

/** The act `nonce` is taken back: its item is on the screen again. */
export const restored = ({ ahead, past }: Queue, nonce: string): Queue => {
  const found = past.find((one) => one.nonce === nonce)
  if (found === undefined) return { ahead, past }
  return { ahead: [found.item, ...without(ahead, found.item.item)], past: past.filter((one) => one !== found) }
}

/** An item is looked at now, before all others. */
export const chosen = ({ ahead, past }: Queue, item: ItemView): Queue => ({
  ahead: [item, ...without(ahead, item.item)],
  past
})

/** More items came; what is there already, and what is `taken`, is left out. */
export const filled = (
  { ahead, past }: Queue,
  more: ReadonlyArray<ItemView>,
  taken: (item: number) => boolean
): Queue => {
  const there = new Set(ahead.map(({ item }) => item))
  return { ahead: [...ahead, ...more.filter(({ item }) => !there.has(item) && !taken(item))], past }
}

/** A new order: of what is ahead, only the first stay; items that someone `chose` stay as well. */
export const renewed = ({ ahead, past }: Queue): Queue => ({
  ahead: ahead.filter(({ order }, i) => i < STAY || order === "chosen" || order === "queue"),
  past
})

/** Others answered these: what is not on the screen goes. */
export const overtaken = ({ ahead, past }: Queue, items: ReadonlySet<number>): Queue => ({
  ahead: ahead.filter(({ item, order }, i) => i === 0 || order === "chosen" || !items.has(item)),
  past
})
