/**
 * What Label Studio told of annotations, as a project's journal has it: the name of an act says of which, and as of when.
 * Tested with `record.ts`.
 */
import type { Answer, Entry } from "../session/event.ts"
import type { Session } from "../session/session.ts"

/** Whether what an annotation said counts; `blank`: it says nothing that is a label now, and may again. */
export type State = "counts" | "blank" | "deleted"

/** An annotation as it was told last; `seq` is the event that says so. One that is deleted stays, as its number does. */
export interface Annotation {
  readonly who: string
  readonly item: number
  readonly answer: Answer
  /** When it was changed, as Label Studio says it; blank where it does not. */
  readonly at: string
  readonly seq: number
  readonly state: State
}

/** Begins the names of all acts of annotations. */
export const PREFIX = "label-studio"

/** Names the act: which annotation, as of when, and a number of its own. */
export const nonceOf = (number: string, at: string, session: Session): string =>
  `${PREFIX} ${number} ${at || "-"} ${session.seq()}`

/** In the place of when: what it said is taken back, for good or until it says something again. */
export const DELETED = "deleted", BLANK = "blank@"

/** The same person's other annotation of an item, whose word counts where this one's does not. */
export const otherOf = (annotations: ReadonlyMap<string, Annotation>, number: string, { item, who }: Annotation) =>
  [...annotations].findLast(([key, one]) =>
    key !== number && one.state === "counts" && one.who === who && one.item === item
  )

/** What an annotation said is taken back by the event `seq`, which says what the other one does. */
export const takeBack = (annotations: Map<string, Annotation>, number: string, gone: Annotation, seq: number): void => {
  const other = otherOf(annotations, number, gone)
  annotations.set(number, gone)
  if (other !== undefined) annotations.set(other[0], { ...other[1], seq })
}

/** What was told so far, by the number of the annotation, that which was told last at the end. */
export const annotationsIn = (entries: ReadonlyArray<Entry>): Map<string, Annotation> => {
  const annotations = new Map<string, Annotation>()
  for (const { event, seq } of entries) {
    if (event._tag !== "Answered" || !event.nonce.startsWith(`${PREFIX} `)) continue
    const [, number = "", at = "-"] = event.nonce.split(" "), before = annotations.get(number)
    const [{ answer, items: [item] } = { answer: undefined, items: [] }] = event.groups
    if (before !== undefined && at === DELETED) {
      takeBack(annotations, number, { ...before, state: "deleted" }, seq)
    } else if (before !== undefined && at.startsWith(BLANK)) {
      takeBack(annotations, number, { ...before, state: "blank", at: at.slice(BLANK.length) }, seq)
    } else if (answer !== undefined && item !== undefined) {
      annotations.delete(number)
      annotations.set(number, { who: event.who, item, answer, at: at === "-" ? "" : at, seq, state: "counts" })
    }
  }
  return annotations
}
