/**
 * Whether an event can happen: asked of every act before it is written, and of every event of a file before it is believed.
 */
import type { Act, Answered, Entry, Event, Suggested } from "./event.ts"
import type { Done } from "./history.ts"
import { inWords, LONGEST_NAME, type Refusal } from "./refusal.ts"
import type { Session } from "./session.ts"
import { clashIn } from "./vocabulary.ts"

const stray = (items: ReadonlyArray<number>, size: number): Refusal | undefined => {
  const found = items.find((item) => item >= size)
  return found === undefined ? undefined : { _tag: "Item", item: found, size }
}

const knows = (session: Session, id: number): boolean => session.vocabulary().classes.some((one) => one.id === id)

const noClass = (session: Session, id: number): Refusal | undefined => {
  if (knows(session, id)) return undefined
  const into = session.vocabulary().resolve(id)
  return into < 0 ? { _tag: "Class", class: id } : { _tag: "Merged", class: id, into }
}

const faultOf = (name: string): (Refusal & { readonly _tag: "Name" })["fault"] | undefined => {
  if (name.trim() === "") return "blank"
  if (name !== name.trim()) return "space"
  if (name.length > LONGEST_NAME) return "length"
  if (!name.isWellFormed()) return "half"
  return /\p{Cc}/u.test(name) ? "control" : undefined
}

/** Why a class cannot have a name; `id` is its number, or that of a class to come. Undefined where it can. */
export const nameRefusal = (session: Session, name: string, id: number): Refusal | undefined => {
  const fault = faultOf(name)
  if (fault !== undefined) return { _tag: "Name", name, fault }
  const twin = session.vocabulary().classes.find((one) => one.name === name && one.id !== id)
  return twin === undefined ? undefined : { _tag: "NameTaken", name, class: twin.id }
}

/** The first item that is there twice. */
export const twiceIn = (items: ReadonlyArray<number>): Refusal | undefined => {
  const seen = new Set<number>(), twice = items.find((item) => seen.size === seen.add(item).size)
  return twice === undefined ? undefined : { _tag: "ItemTwice", item: twice }
}

const answeredProblem = (session: Session, { groups }: Answered): Refusal | undefined => {
  const items = groups.flatMap((group) => group.items)
  if (items.length === 0) return { _tag: "NoItems" }
  const outside = stray(items, session.created.size)
  const wrong = outside ?? twiceIn(items)
  if (wrong !== undefined) return wrong
  for (const { answer } of groups) {
    const problem = answer._tag === "Label" ? noClass(session, answer.class) : undefined
    if (problem !== undefined) return problem
  }
  return undefined
}

const suggestedProblem = (session: Session, { groups }: Suggested): Refusal | undefined => {
  const items = groups.flatMap((group) => group.items)
  if (items.length === 0) return { _tag: "NoItems" }
  const wrong = stray(items, session.created.size) ?? twiceIn(items)
  if (wrong !== undefined) return wrong
  const short = groups.find(({ items, p }) => p !== null && p.length !== items.length)
  if (short !== undefined) return { _tag: "Chances", items: short.items.length, chances: short.p!.length }
  return groups.map((group) => noClass(session, group.class)).find((problem) => problem !== undefined)
}

const inUse = (session: Session, { event }: Done): Refusal | undefined => {
  if (event._tag !== "ClassAdded") return undefined
  const used = session.saidOf(session.vocabulary().resolve(event.id))
  return used === 0 ? undefined : { _tag: "InUse", name: event.name, labels: used }
}

/** Labels never lose their class, and no two classes have one name, whatever is taken back or brought back. */
const turned = (session: Session, { event, seq }: Done, counts: boolean): Refusal | undefined => {
  const now = session.vocabulary(), then = session.vocabularyIf(seq, counts)
  const clash = clashIn(then)
  if (clash !== undefined) return { _tag: "Clash", name: clash }
  const own = event._tag === "ClassAdded" ? event.id : -1
  const orphan = now.given.find((id) => id !== own && now.resolve(id) >= 0 && then.resolve(id) < 0)
  return orphan === undefined ? undefined : { _tag: "Orphan", class: orphan }
}

const undoneProblem = (session: Session, who: string, target: number): Refusal | undefined => {
  const last = session.history.undoable(who)
  if (last === undefined) return { _tag: "Nothing", to: "undo" }
  if (last.seq !== target) return { _tag: "NotLast", to: "undo", act: target, last: last.seq }
  return inUse(session, last) ?? turned(session, last, false)
}

/** A class that answers would bring back and that nobody has any more: who added it took it back meanwhile. */
const lostClass = (session: Session, { event }: Done): Refusal | undefined => {
  if (event._tag !== "Answered") return undefined
  const classes = event.groups.flatMap(({ answer }) => answer._tag === "Label" ? [answer.class] : [])
  const lost = classes.find((id) => session.vocabulary().resolve(id) < 0)
  return lost === undefined ? undefined : { _tag: "Class", class: lost }
}

const redoneProblem = (session: Session, who: string, target: number): Refusal | undefined => {
  const last = session.history.redoable(who)
  if (last === undefined) return { _tag: "Nothing", to: "redo" }
  if (last.seq !== target) return { _tag: "NotLast", to: "redo", act: target, last: last.seq }
  return lostClass(session, last) ?? turned(session, last, true)
}

const mergedProblem = (session: Session, from: number, into: number): Refusal | undefined =>
  from === into ? { _tag: "Itself", class: from } : noClass(session, from) ?? noClass(session, into)

const keyProblem = (session: Session, id: number, key: string | null): Refusal | undefined => {
  if (key !== null && Array.from(key).length !== 1) return { _tag: "Key", key }
  return noClass(session, id)
}

const actProblem = (session: Session, act: Act): Refusal | undefined => {
  switch (act._tag) {
    case "Answered":
      return answeredProblem(session, act)
    case "Undone":
      return undoneProblem(session, act.who, act.target)
    case "Redone":
      return redoneProblem(session, act.who, act.target)
    case "ClassAdded": {
      const { next } = session.vocabulary()
      return act.id === next
        ? nameRefusal(session, act.name, act.id)
        : { _tag: "NextClass", class: act.id, next }
    }
    case "ClassRenamed":
      return noClass(session, act.id) ?? nameRefusal(session, act.name, act.id)
    case "ClassesMerged":
      return mergedProblem(session, act.from, act.into)
    case "KeyBound":
      return keyProblem(session, act.id, act.key)
    case "Queued":
      return stray(act.items, session.created.size)
    case "Suggested":
      return suggestedProblem(session, act)
    case "StrategyChosen":
      return act.strategy.trim() === "" ? { _tag: "Strategy", strategy: act.strategy } : undefined
  }
}

/** Why an `event` cannot come next in a `session`; undefined when it can. */
export const refusalOf = (session: Session, event: Event): Refusal | undefined => {
  if (event._tag === "Created") return { _tag: "Created" }
  if (event._tag === "Trained") {
    return stray(event.order, session.created.size) ??
      (event.upTo > session.seq() ? { _tag: "Future", event: event.upTo } : undefined)
  }
  if (event.who === "") return { _tag: "Nobody" }
  if (session.history.made(event.nonce) !== undefined) return { _tag: "Done", nonce: event.nonce }
  return actProblem(session, event)
}

/** Why an `event` cannot come next in a `session`, in words; undefined when it can. {@link refusalOf} says it as data. */
export const problemOf = (session: Session, event: Event): string | undefined => {
  const why = refusalOf(session, event)
  return why === undefined ? undefined : inWords(why)
}

/**
 * Applies the `entries` to a `session` in order; gives the first that cannot be, if there is one, with the reason as data and in
 * words, and stops there.
 */
export const replay = (
  session: Session,
  entries: ReadonlyArray<Entry>
): { readonly seq: number; readonly reason: Refusal; readonly problem: string } | undefined => {
  for (const entry of entries) {
    const reason = refusalOf(session, entry.event)
    if (reason !== undefined) return { seq: entry.seq, reason, problem: inWords(reason) }
    session.apply(entry)
  }
  return undefined
}
