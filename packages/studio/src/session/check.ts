/**
 * Whether an event can happen: asked of every act before it is written, and of every event of a file before it is believed.
 */
import { counted } from "@marginalia/core/Words"
import * as Data from "effect/Data"
import type { Act, Answered, Entry, Event } from "./event.ts"
import type { Done } from "./history.ts"
import type { Session } from "./session.ts"
import { clashIn } from "./vocabulary.ts"

/** An act that cannot be done; `problem` says why and what to do. */
export class Refused extends Data.TaggedError("Refused")<{ readonly problem: string }> {
  readonly exitCode = 1
  override get message(): string {
    return this.problem
  }
}

/** The longest name of a class, in UTF-16 units. */
export const LONGEST_NAME = 200

const stray = (items: ReadonlyArray<number>, size: number): string | undefined => {
  const found = items.find((item) => item >= size)
  return found === undefined ? undefined : `there is no item ${found}: the pool has ${size}, from 0`
}

const knows = (session: Session, id: number): boolean => session.vocabulary().classes.some((one) => one.id === id)

const noClass = (session: Session, id: number): string | undefined => {
  if (knows(session, id)) return undefined
  const into = session.vocabulary().resolve(id)
  return into < 0 ? `there is no class ${id}` : `class ${id} was merged into class ${into}`
}

/** Why a class cannot have a name; `id` is its number, or that of a class to come. Undefined where it can. */
export const nameProblem = (session: Session, name: string, id: number): string | undefined => {
  if (name.trim() === "") return "a class needs a name"
  if (name !== name.trim()) return `the name "${name}" begins or ends with a space`
  if (name.length > LONGEST_NAME) return `a class name has at most ${LONGEST_NAME} characters; this has ${name.length}`
  if (/\p{Cc}/u.test(name)) return "a class name has no line breaks or control characters"
  const twin = session.vocabulary().classes.find((one) => one.name === name && one.id !== id)
  return twin === undefined ? undefined : `there is a class "${name}" already; merge the two instead`
}

const answeredProblem = (session: Session, { groups }: Answered): string | undefined => {
  const items = groups.flatMap((group) => group.items)
  if (items.length === 0) return "it is about no item"
  const outside = stray(items, session.created.size)
  if (outside !== undefined) return outside
  if (new Set(items).size < items.length) return "it has an item twice"
  for (const { answer } of groups) {
    const problem = answer._tag === "Label" ? noClass(session, answer.class) : undefined
    if (problem !== undefined) return problem
  }
  return undefined
}

const inUse = (session: Session, { event }: Done): string | undefined => {
  if (event._tag !== "ClassAdded") return undefined
  const used = session.perClass().get(session.vocabulary().resolve(event.id)) ?? 0
  return used === 0 ? undefined : `class "${event.name}" has ${counted(used, "label")}; merge it into another instead`
}

/** Labels never lose their class, and no two classes have one name, whatever is taken back or brought back. */
const turned = (session: Session, { event, seq }: Done, counts: boolean): string | undefined => {
  const now = session.vocabulary(), then = session.vocabularyIf(seq, counts)
  const clash = clashIn(then)
  if (clash !== undefined) return `there would be two classes "${clash}"; rename one first`
  const own = event._tag === "ClassAdded" ? event.id : -1
  const orphan = now.given.find((id) => id !== own && now.resolve(id) >= 0 && then.resolve(id) < 0)
  return orphan === undefined ? undefined : `class ${orphan} would be merged into none`
}

const undoneProblem = (session: Session, who: string, target: number): string | undefined => {
  const last = session.history.undoable(who)
  if (last === undefined) return "there is nothing to undo"
  if (last.seq !== target) return `act ${target} is not your last; that is ${last.seq}`
  return inUse(session, last) ?? turned(session, last, false)
}

const redoneProblem = (session: Session, who: string, target: number): string | undefined => {
  const last = session.history.redoable(who)
  if (last === undefined) return "there is nothing to redo"
  if (last.seq !== target) return `act ${target} is not the last that you took back; that is ${last.seq}`
  return turned(session, last, true)
}

const mergedProblem = (session: Session, from: number, into: number): string | undefined =>
  from === into ? "a class cannot be merged into itself" : noClass(session, from) ?? noClass(session, into)

const keyProblem = (session: Session, id: number, key: string | null): string | undefined => {
  if (key !== null && Array.from(key).length !== 1) return "a key is one character"
  return noClass(session, id)
}

const actProblem = (session: Session, act: Act): string | undefined => {
  switch (act._tag) {
    case "Answered":
      return answeredProblem(session, act)
    case "Undone":
      return undoneProblem(session, act.who, act.target)
    case "Redone":
      return redoneProblem(session, act.who, act.target)
    case "ClassAdded": {
      const { next } = session.vocabulary()
      return act.id === next ? nameProblem(session, act.name, act.id) : `the next class is ${next}, not ${act.id}`
    }
    case "ClassRenamed":
      return noClass(session, act.id) ?? nameProblem(session, act.name, act.id)
    case "ClassesMerged":
      return mergedProblem(session, act.from, act.into)
    case "KeyBound":
      return keyProblem(session, act.id, act.key)
    case "Queued":
      return stray(act.items, session.created.size)
    case "StrategyChosen":
      return act.strategy.trim() === "" ? "a strategy needs a name" : undefined
  }
}

/** Why an `event` cannot come next in a `session`; undefined when it can. */
export const problemOf = (session: Session, event: Event): string | undefined => {
  if (event._tag === "Created") return "a project is created once"
  if (event._tag === "Trained") {
    return stray(event.order, session.created.size) ??
      (event.upTo > session.seq() ? `it knows of event ${event.upTo}, which is yet to come` : undefined)
  }
  if (event.who === "") return "nobody acts"
  if (session.history.made(event.nonce) !== undefined) return `it was done already`
  return actProblem(session, event)
}

/** Applies the `entries` to a `session` in order; gives the first that cannot be, if there is one, and stops there. */
export const replay = (
  session: Session,
  entries: ReadonlyArray<Entry>
): { readonly seq: number; readonly problem: string } | undefined => {
  for (const entry of entries) {
    const problem = problemOf(session, entry.event)
    if (problem !== undefined) return { seq: entry.seq, problem }
    session.apply(entry)
  }
  return undefined
}
