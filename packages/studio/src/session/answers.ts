/**
 * What people said of each item, with what they took back left out.
 */
import type { GivenAnswer } from "./consensus.ts"
import type { Answer, Answered } from "./event.ts"
import type { Done, History } from "./history.ts"

interface Kept {
  readonly done: Done
  readonly answer: Answer
}

/** The answers, by item. */
export interface Answers {
  /** Adds an act; gives the items that it is about. */
  readonly add: (done: Done) => ReadonlyArray<number>
  /** The last word of each person who has one, in the order in which they gave it. */
  readonly of: (item: number) => ReadonlyArray<GivenAnswer>
  /** Items that someone ever answered, taken back or not. */
  readonly touched: () => Iterable<number>
}

/** The items of an act, in its order. */
export const itemsOf = ({ groups }: Answered): ReadonlyArray<number> => groups.flatMap(({ items }) => items)

const givenAnswerOf = ({ answer, done: { at, event, seq } }: Kept): GivenAnswer | undefined => {
  if (answer._tag === "Clear" || event._tag !== "Answered") return undefined
  return { who: event.who, seq, at, ms: event.ms, view: event.view, order: event.order, answer }
}

/** No answers yet; `history` says which acts count. */
export const makeAnswers = (history: History): Answers => {
  const kept = new Map<number, Array<Kept>>()
  const add = (done: Done): ReadonlyArray<number> => {
    if (done.event._tag !== "Answered") return []
    for (const { answer, items } of done.event.groups) {
      for (const item of items) {
        const list = kept.get(item)
        if (list === undefined) kept.set(item, [{ done, answer }])
        else list.push({ done, answer })
      }
    }
    return itemsOf(done.event)
  }
  const of = (item: number): ReadonlyArray<GivenAnswer> => {
    const last = new Map<string, Kept>()
    for (const one of kept.get(item) ?? []) {
      if (!history.counts(one.done.seq)) continue
      last.delete(one.done.event.who)
      last.set(one.done.event.who, one)
    }
    return [...last.values()].map(givenAnswerOf).filter((said) => said !== undefined)
  }
  return { add, of, touched: () => kept.keys() }
}
