/**
 * An act that someone wishes: checked against the session at the moment in which it is written.
 */
import { itemsOf } from "../session/answers.ts"
import { refusalOf } from "../session/check.ts"
import type { Act } from "../session/event.ts"
import type { Done } from "../session/history.ts"
import { Refused } from "../session/refusal.ts"
import type { Session } from "../session/session.ts"

/** What is on the disk now. */
export interface Saved {
  readonly seq: number
  /** The items that it changed. */
  readonly items: ReadonlyArray<number>
  /** The class that it added, if it did. */
  readonly added: number | undefined
}

/**
 * An act, or how to make it of the session as it is when its turn comes: the number of a new class, say, and what undo takes
 * back. Throws {@link Refused} where there is none.
 */
export interface Wish {
  /** The person's name. */
  readonly who: string
  /** Made by who asks, one an act: what is sent again is not done twice. */
  readonly nonce: string
  /** The act, in the session as it is then. */
  readonly make: (session: Session) => Act
}

/** The wish for this very act. */
export const wishFor = (act: Act): Wish => ({ who: act.who, nonce: act.nonce, make: () => act })

/** The act that was made under a nonce. */
const madeUnder = (session: Session, nonce: string): Done => {
  const found = session.history.made(nonce)
  if (found !== undefined) return found
  throw new Refused({ reason: { _tag: "NoAct", nonce } })
}

/** Takes back what `who` did last; refused where that is not the act that was made under the nonce `act`, if one is given. */
export const undo = (who: string, nonce: string, act: string | null = null): Wish => ({
  who,
  nonce,
  make: (session) => {
    const last = act === null ? session.history.undoable(who) : madeUnder(session, act)
    if (last === undefined) throw new Refused({ reason: { _tag: "Nothing", to: "undo" } })
    return { _tag: "Undone", who, nonce, target: last.seq }
  }
})

/** Brings back what `who` took back last; refused where that is another than the act of the nonce `act`, if one is given. */
export const redo = (who: string, nonce: string, act: string | null = null): Wish => ({
  who,
  nonce,
  make: (session) => {
    const last = act === null ? session.history.redoable(who) : madeUnder(session, act)
    if (last === undefined) throw new Refused({ reason: { _tag: "Nothing", to: "redo" } })
    return { _tag: "Redone", who, nonce, target: last.seq }
  }
})

/** Adds a class, with the next number. */
export const addClass = (who: string, nonce: string, name: string): Wish => ({
  who,
  nonce,
  make: (session) => ({ _tag: "ClassAdded", who, nonce, id: session.vocabulary().next, name })
})

/** What to say of an act that is on the disk. */
export const savedOf = (seq: number, act: Act, items: ReadonlyArray<number>): Saved => ({
  seq,
  items,
  added: act._tag === "ClassAdded" ? act.id : undefined
})

/** Text of what an act says, whatever it was made of: two that are sent under one nonce have to agree. */
const gist = (act: Act): string =>
  act._tag === "Undone" || act._tag === "Redone"
    ? act._tag
    : JSON.stringify({ ...act, id: act._tag === "ClassAdded" ? 0 : "id" in act ? act.id : undefined })

const again = (done: Done, wish: Wish, session: Session): Saved => {
  const { event, seq } = done
  const isSame = event.who === wish.who && (event._tag === "Undone" || event._tag === "Redone" ||
    gist(event) === gist(wish.make(session)))
  if (!isSame) throw new Refused({ reason: { _tag: "Nonce", nonce: wish.nonce } })
  return savedOf(seq, event, event._tag === "Answered" ? itemsOf(event) : [])
}

/** What comes of a wish: an act to write, or what was said of it when it was made before. Throws {@link Refused}. */
export const decide = (session: Session, wish: Wish): { readonly act: Act } | { readonly saved: Saved } => {
  const done = session.history.made(wish.nonce)
  if (done !== undefined) return { saved: again(done, wish, session) }
  const act = wish.make(session)
  const reason = refusalOf(session, act)
  if (reason !== undefined) throw new Refused({ reason })
  return { act }
}
