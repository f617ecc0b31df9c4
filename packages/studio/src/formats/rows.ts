/**
 * What is known of each item that somebody said something of.
 */
import type { Opinion } from "@marginalia/datasets/labels/answers"
import type { GivenAnswer, Status } from "../session/consensus.ts"
import type { Session } from "../session/session.ts"

/** What an item is, in a word. */
export type StatusWord = "labeled" | "cannot-tell" | "bad" | "skipped" | "conflict"

/** An item that somebody was asked about. */
export interface Row {
  readonly item: number
  readonly id: string
  readonly status: StatusWord
  /** The name of its class; only of labeled ones. */
  readonly label: string | undefined
  /** `test` is what was held out: no model of the project was trained on it. */
  readonly split: "train" | "test"
  /** Who says what it is taken for; of a conflict, all who said something. */
  readonly who: ReadonlyArray<string>
  /** When the last of them said it, milliseconds since 1970, and how long that took. */
  readonly at: number
  readonly ms: number
  /** What each person said, those who skipped it left out. */
  readonly opinions: ReadonlyArray<Opinion>
}

const WORDS: { readonly [tag in Exclude<Status["_tag"], "Open">]: StatusWord } = {
  Labeled: "labeled",
  CannotTell: "cannot-tell",
  Bad: "bad",
  Skipped: "skipped",
  Conflict: "conflict"
}

/** Whether a person says what the item is taken for. */
const agrees = ({ answer }: GivenAnswer, status: Status, resolve: (id: number) => number): boolean => {
  switch (status._tag) {
    case "Labeled":
      return answer._tag === "Label" && resolve(answer.class) === status.class
    case "CannotTell":
    case "Bad":
      return answer._tag === status._tag
    case "Skipped":
      return answer._tag === "Skip"
    case "Conflict":
      return answer._tag !== "Skip"
    case "Open":
      return false
  }
}

interface Names {
  readonly resolve: (id: number) => number
  readonly nameOf: (id: number) => string | undefined
}

const namesOf = (session: Session): Names => {
  const { classes, resolve } = session.vocabulary()
  const names = new Map(classes.map(({ id, name }) => [id, name]))
  return { resolve, nameOf: (id) => names.get(resolve(id)) }
}

const opinionsOf = (
  said: ReadonlyArray<GivenAnswer>,
  status: Status,
  { nameOf, resolve }: Names
): ReadonlyArray<Opinion> => {
  const spoken = said.filter(({ answer }) => answer._tag !== "Skip")
  const differ = spoken.some((one) => !agrees(one, status, resolve))
  return spoken.flatMap((one) => {
    const { answer, at, ms, who } = one
    const label = answer._tag === "Label" ? nameOf(answer.class) : null
    const decides = differ && status._tag !== "Conflict" && agrees(one, status, resolve)
    return label === undefined ? [] : [{ who, label, at, ms, decides }]
  })
}

const rowOf = (session: Session, ids: ReadonlyArray<string>, names: Names, item: number): Row | undefined => {
  const status = session.status(item), said = session.said(item)
  if (status._tag === "Open") return undefined
  const those = said.filter((one) => agrees(one, status, names.resolve))
  const last = those.reduce<GivenAnswer | undefined>((a, b) => a === undefined || b.seq > a.seq ? b : a, undefined)
  return {
    item,
    id: ids[item]!,
    status: WORDS[status._tag],
    label: status._tag === "Labeled" ? names.nameOf(status.class) : undefined,
    split: session.heldOut.has(item) ? "test" : "train",
    who: those.map(({ who }) => who).toSorted(),
    at: last?.at ?? 0,
    ms: last?.ms ?? 0,
    opinions: opinionsOf(said, status, names)
  }
}

/** The items that somebody said something of, by position; `ids` are the pool's. O(size + answers). */
export const rowsOf = (session: Session, ids: ReadonlyArray<string>): ReadonlyArray<Row> => {
  const names = namesOf(session)
  return ids.flatMap((_, item) => rowOf(session, ids, names, item) ?? [])
}
