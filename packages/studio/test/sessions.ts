/** Projects for tests: events from short forms. */
import { type Act, type Answer, type Created, type Entry, VERSION } from "../src/session/event.ts"
import { makeSession, type Session } from "../src/session/session.ts"

/** A small project. */
export const created = (change: Partial<Created> = {}): Created => ({
  _tag: "Created",
  version: VERSION,
  size: 20,
  ids: "",
  classes: ["cat", "dog"],
  strategy: "margin",
  encoder: "pca",
  measure: 0,
  overlap: 0,
  seed: 1,
  ...change
})

/** An event that is not numbered yet; a nonce comes by itself. */
export type Short = Omit<Act, "nonce"> & Record<string, unknown>

export const label = (id: number): Answer => ({ _tag: "Label", class: id })
export const skip: Answer = { _tag: "Skip" }
export const cannotTell: Answer = { _tag: "CannotTell" }
export const bad: Answer = { _tag: "Bad" }
export const clear: Answer = { _tag: "Clear" }

/** `who` gives the items one answer. */
export const says = (
  who: string,
  items: number | ReadonlyArray<number>,
  answer: Answer,
  change: Record<string, unknown> = {}
): Act => ({
  _tag: "Answered",
  who,
  nonce: "",
  view: "one",
  order: "random",
  ms: 1000,
  suggested: null,
  groups: [{ items: typeof items === "number" ? [items] : items, answer }],
  ...change
})

export const undo = (who: string, target: number): Act => ({ _tag: "Undone", who, nonce: "", target })
export const redo = (who: string, target: number): Act => ({ _tag: "Redone", who, nonce: "", target })
export const add = (who: string, id: number, name: string): Act => ({ _tag: "ClassAdded", who, nonce: "", id, name })
export const rename = (who: string, id: number, name: string): Act => ({
  _tag: "ClassRenamed",
  who,
  nonce: "",
  id,
  name
})
export const merge = (who: string, from: number, into: number): Act => ({
  _tag: "ClassesMerged",
  who,
  nonce: "",
  from,
  into
})
export const queue = (who: string, items: ReadonlyArray<number>): Act => ({ _tag: "Queued", who, nonce: "", items })

/** The acts as entries: the first is number 2, a second apart, each with a nonce of its own. */
export const entriesOf = (acts: ReadonlyArray<Act>): ReadonlyArray<Entry> =>
  acts.map((event, i) => ({ seq: i + 2, at: 1000 * (i + 1), event: { ...event, nonce: `n${i}` } }))

/** A session after these acts. */
export const after = (acts: ReadonlyArray<Act>, change: Partial<Created> = {}): Session => {
  const session = makeSession(created(change))
  for (const entry of entriesOf(acts)) session.apply(entry)
  return session
}
