/**
 * Which acts count: what was taken back, and what can be.
 */
import type { Act, Entry } from "./event.ts"

/** An act where it stands. */
export interface Done {
  readonly seq: number
  readonly at: number
  readonly event: Act
}

/** Whether an act can be taken back: models, and taking back itself, cannot. */
export const isUndoable = ({ event }: Entry | Done): boolean =>
  event._tag !== "Created" && event._tag !== "Trained" && event._tag !== "Undone" && event._tag !== "Redone"

/** The acts so far. */
export interface History {
  readonly add: (done: Done) => void
  /** Whether the act `seq` counts. */
  readonly counts: (seq: number) => boolean
  readonly at: (seq: number) => Done | undefined
  /** All acts, taking back included, in order. */
  readonly all: () => Iterable<Done>
  /** Acts that count, in order, of the kinds `tags`. */
  readonly of: (...tags: ReadonlyArray<Act["_tag"]>) => ReadonlyArray<Done>
  /** What undo takes back for `who`: their last act that counts. */
  readonly undoable: (who: string) => Done | undefined
  /** What redo brings back for `who`: what they took back last, unless they acted since. */
  readonly redoable: (who: string) => Done | undefined
  /** The act that was made with this nonce. */
  readonly made: (nonce: string) => Done | undefined
}

interface Person {
  /** What undo takes back, the last first to go. */
  readonly done: Array<number>
  /** What redo brings back, the last first to come. */
  readonly undone: Array<number>
}

const move = (from: Array<number>, to: Array<number>, seq: number): void => {
  const at = from.lastIndexOf(seq)
  if (at >= 0) from.splice(at, 1)
  to.push(seq)
}

/** No acts yet. */
export const makeHistory = (): History => {
  const acts = new Map<number, Done>(), nonces = new Map<string, Done>(), out = new Set<number>()
  const people = new Map<string, Person>(), listed = new Map<string, ReadonlyArray<Done>>()
  const personOf = (who: string): Person => {
    const found = people.get(who) ?? { done: [], undone: [] }
    people.set(who, found)
    return found
  }
  const last = (seqs: ReadonlyArray<number>) => (seqs.length === 0 ? undefined : acts.get(seqs.at(-1)!))
  const add = (done: Done): void => {
    const { event, seq } = done, person = personOf(event.who)
    listed.clear()
    acts.set(seq, done)
    nonces.set(event.nonce, done)
    if (event._tag === "Undone") {
      out.add(event.target)
      move(person.done, person.undone, event.target)
    } else if (event._tag === "Redone") {
      out.delete(event.target)
      move(person.undone, person.done, event.target)
    } else {
      person.done.push(seq)
      person.undone.length = 0
    }
  }
  return {
    add,
    counts: (seq) => acts.has(seq) && !out.has(seq),
    at: (seq) => acts.get(seq),
    all: () => acts.values(),
    of: (...tags) => {
      const key = tags.join(), known = listed.get(key)
      if (known !== undefined) return known
      const found = [...acts.values()].filter(({ event, seq }) => tags.includes(event._tag) && !out.has(seq))
      listed.set(key, found)
      return found
    },
    undoable: (who) => last(personOf(who).done),
    redoable: (who) => last(personOf(who).undone),
    made: (nonce) => nonces.get(nonce)
  }
}
