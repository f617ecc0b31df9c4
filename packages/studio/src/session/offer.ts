/**
 * What a person is asked about next.
 */
import type { Order } from "./event.ts"
import type { Session } from "./session.ts"

/** An item to ask about, and why it. */
export interface Offer {
  readonly item: number
  /** Why it is offered. */
  readonly order: Order
  /** Its place in the strategy's order, from 1; only there. */
  readonly rank?: number
}

/** Who asks, and what is not to be offered. */
export interface Asking {
  readonly who: string
  /** How many items, at most. */
  readonly count: number
  /** Items that the person has on the screen or in store already. */
  readonly held: ReadonlyArray<number>
  /** Whether someone else is looking at the item. */
  readonly isLent: (item: number) => boolean
  /** Whether the item looks like one of those: near-duplicates are spaced. Default: none does. */
  readonly resembles?: ((item: number, recent: ReadonlyArray<number>) => boolean) | undefined
}

/** How many of the last items near-duplicates keep away from. */
export const SPACE = 8

const answeredBy = (session: Session, who: string, item: number): boolean =>
  session.said(item).some((said) => said.who === who)

/** Nobody said anything of it. */
const isFresh = (session: Session, item: number): boolean => session.status(item)._tag === "Open"

function* measuring(session: Session): Generator<Offer> {
  for (const item of session.heldOut.order) if (isFresh(session, item)) yield { item, order: "measure" }
}

function* queued(session: Session, who: string): Generator<Offer> {
  for (const item of session.queue()) {
    if (!answeredBy(session, who, item) && !session.heldOut.has(item)) yield { item, order: "queue" }
  }
}

function* ordered(session: Session): Generator<Offer> {
  const order = session.models().at(-1)?.order ?? []
  for (const [i, item] of order.entries()) {
    if (isFresh(session, item) && !session.heldOut.has(item)) yield { item, order: "strategy", rank: i + 1 }
  }
}

function* anything(session: Session): Generator<Offer> {
  for (const item of session.anyOrder()) {
    if (isFresh(session, item) && !session.heldOut.has(item)) yield { item, order: "random" }
  }
}

/** Items of acts that count, in order, an item as often as it was answered. */
function* answeredItems(session: Session, imports: boolean): Generator<number> {
  for (const { event } of session.history.of("Answered")) {
    if (event._tag !== "Answered" || (!imports && event.view === "import")) continue
    for (const { items } of event.groups) yield* items
  }
}

/** Items that exactly one other person labeled. */
function* second(session: Session, who: string): Generator<Offer> {
  for (const item of answeredItems(session, false)) {
    const said = session.said(item)
    if (said.length === 1 && said[0]!.who !== who && said[0]!.answer._tag === "Label") yield { item, order: "overlap" }
  }
}

/** What was skipped comes back when nothing else is left. */
function* again(session: Session): Generator<Offer> {
  for (const item of answeredItems(session, true)) {
    if (session.status(item)._tag === "Skipped") yield { item, order: "skipped" }
  }
}

/** How often each kind was asked for so far, what is in store included. */
interface Tally {
  acts: number
  measured: number
  second: number
}

const tallyOf = (session: Session, { held }: Asking): Tally => {
  const { acts, measured, seconds } = session.asked()
  const waiting = held.filter((item) => session.heldOut.has(item) && isFresh(session, item)).length
  return { acts: acts + held.length, measured: measured + waiting, second: seconds }
}

/** A share is owed while what was asked of it is less than its part of what will have been asked. */
const owes = (done: number, share: number, acts: number): boolean => done < share * (acts + 1)

const sources = (session: Session, { who }: Asking, tally: Tally): ReadonlyArray<Generator<Offer>> => [
  ...(owes(tally.measured, session.created.measure, tally.acts) ? [measuring(session)] : []),
  queued(session, who),
  // Of the items, not of the answers: second opinions have no share of themselves.
  ...(owes(tally.second, session.created.overlap, tally.acts - tally.second) ? [second(session, who)] : []),
  ordered(session),
  anything(session),
  measuring(session),
  again(session)
]

const first = (
  all: ReadonlyArray<Generator<Offer>>,
  fits: (item: number) => boolean,
  spaced: (item: number) => boolean
): Offer | undefined => {
  let alike: Offer | undefined
  for (const source of all) {
    for (const offer of source) {
      if (!fits(offer.item)) continue
      if (offer.order !== "strategy" || spaced(offer.item)) return offer
      alike ??= offer
    }
    if (alike !== undefined) return alike
  }
  return undefined
}

/**
 * The next items of a `session` for a person, as `asking` says, in order: what is owed to measuring (a share of the answers goes to the
 * held-out sample, in its random order), what was queued, what is owed to second opinions, the strategy's order, anything at
 * random, the rest of the held-out items, and at the end what was skipped. An item is left out while someone else looks at
 * it. In the strategy's order, what resembles one of the last {@link SPACE} waits for something that does not.
 *
 * The same session gives the same items. O(answers + size) for each.
 */
export const offersFor = (session: Session, asking: Asking): ReadonlyArray<Offer> => {
  const offers: Array<Offer> = [], taken = new Set(asking.held), tally = tallyOf(session, asking)
  const recent = [...asking.held.toReversed(), ...session.recent(asking.who, SPACE)].slice(0, SPACE)
  const resembles = asking.resembles ?? (() => false)
  while (offers.length < asking.count) {
    const fits = (item: number) => !taken.has(item) && !asking.isLent(item)
    const found = first(sources(session, asking, tally), fits, (item) => !resembles(item, recent))
    if (found === undefined) break
    offers.push(found)
    taken.add(found.item)
    recent.unshift(found.item)
    recent.length = Math.min(recent.length, SPACE)
    tally.acts++
    if (found.order === "measure") tally.measured++
    if (found.order === "overlap") tally.second++
  }
  return offers
}
