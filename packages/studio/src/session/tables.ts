/**
 * What each item is, and how many are what, kept up to date one item at a time. Tested with `session.ts`.
 */
import type { Answers } from "./answers.ts"
import { consensus, type GivenAnswer, type Status } from "./consensus.ts"
import type { Vocabulary } from "./vocabulary.ts"

/** Items by what they are. */
export interface Counts {
  /** Items of which nobody said anything. */
  readonly open: number
  /** Items that were skipped, and nothing else said of them. */
  readonly skipped: number
  /** Items that have a label. */
  readonly labeled: number
  /** Items that people cannot tell. */
  readonly cannotTell: number
  /** Items that are no use. */
  readonly bad: number
  /** Items that people disagree about. */
  readonly conflict: number
}

/** What an item is of which nobody said anything. */
export const OPEN: Status = { _tag: "Open" }

const keyOf = ({ _tag }: Status): keyof Counts =>
  (({
    Open: "open",
    Skipped: "skipped",
    Labeled: "labeled",
    CannotTell: "cannotTell",
    Bad: "bad",
    Conflict: "conflict"
  })[
    _tag
  ]) as keyof Counts

/** What is kept of each item, and how much of what there is. */
export interface Tables {
  readonly statuses: Map<number, Status>
  readonly counts: { -readonly [K in keyof Counts]: number }
  readonly perClass: Map<number, number>
  /** What is said of each item that was ever answered. */
  readonly said: Map<number, ReadonlyArray<GivenAnswer>>
  /** How many items each person has the last word on for themselves. */
  readonly perPerson: Map<string, number>
}

/** What is said of such an item. */
export const NOTHING: ReadonlyArray<GivenAnswer> = []

/** Counts one more, or one less, of a key. */
export const more = <K>(counts: Map<K, number>, key: K, by: 1 | -1): void => {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

const count = ({ counts, perClass, perPerson, said, statuses }: Tables, item: number, by: 1 | -1): void => {
  const status = statuses.get(item) ?? OPEN
  counts[keyOf(status)] += by
  if (status._tag === "Labeled") more(perClass, status.class, by)
  for (const { who } of said.get(item) ?? NOTHING) more(perPerson, who, by)
}

/** Looks at an item again. */
export const renew = (tables: Tables, answers: Answers, vocabulary: Vocabulary, item: number): void => {
  count(tables, item, -1)
  const said = answers.of(item)
  tables.said.set(item, said)
  tables.statuses.set(item, consensus(said, vocabulary.resolve))
  count(tables, item, 1)
}
