/**
 * What an item is, from what several people said of it.
 */
import type { Answer, Order, View } from "./event.ts"

/** A person's last word on an item. */
export interface GivenAnswer {
  /** The person's name. */
  readonly who: string
  /** The number of the event. */
  readonly seq: number
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Milliseconds from when the item was shown. */
  readonly ms: number
  /** In which view it was said. */
  readonly view: View
  /** Why the item was shown. */
  readonly order: Order
  /** Never `Clear`: who takes back says nothing. */
  readonly answer: Exclude<Answer, { readonly _tag: "Clear" }>
}

/** What an item is. People who skip it say nothing of it; a conflict waits for someone to decide. */
export type Status =
  | { readonly _tag: "Open" }
  | { readonly _tag: "Skipped" }
  | { readonly _tag: "Labeled"; readonly class: number }
  | { readonly _tag: "CannotTell" }
  | { readonly _tag: "Bad" }
  | { readonly _tag: "Conflict"; readonly classes: ReadonlyArray<number> }

const open: Status = { _tag: "Open" }
const skipped: Status = { _tag: "Skipped" }

const BAD = -1
const CANNOT_TELL = -2

/** A vote as a number: a class, or one of the two answers that are none; undefined for a skip and for a class that is gone. */
const voteOf = ({ answer }: GivenAnswer, resolve: (id: number) => number): number | undefined => {
  if (answer._tag === "Bad") return BAD
  if (answer._tag === "CannotTell") return CANNOT_TELL
  if (answer._tag === "Skip") return undefined
  const found = resolve(answer.class)
  return found < 0 ? undefined : found
}

const statusOf = (vote: number): Status =>
  vote === BAD ? { _tag: "Bad" } : vote === CANNOT_TELL ? { _tag: "CannotTell" } : { _tag: "Labeled", class: vote }

/**
 * What the item is: the last decision of someone who adjudicated; else what strictly more people say than anything else;
 * else a conflict. `said` holds one entry a person, in any order; `resolve` is the vocabulary's.
 */
export const consensus = (said: ReadonlyArray<GivenAnswer>, resolve: (id: number) => number): Status => {
  if (said.length === 0) return open
  const votes = new Map<number, number>()
  let decided: GivenAnswer | undefined
  for (const one of said) {
    const vote = voteOf(one, resolve)
    if (vote === undefined) continue
    votes.set(vote, (votes.get(vote) ?? 0) + 1)
    if (one.view === "adjudicate" && one.seq > (decided?.seq ?? 0)) decided = one
  }
  if (votes.size === 0) return skipped
  if (decided !== undefined) return statusOf(voteOf(decided, resolve)!)
  const most = Math.max(...votes.values())
  const leaders = [...votes].filter(([, count]) => count === most).map(([vote]) => vote).sort((a, b) => a - b)
  return leaders.length === 1
    ? statusOf(leaders[0]!)
    : { _tag: "Conflict", classes: leaders.filter((vote) => vote >= 0) }
}
