/**
 * What can be taken back and brought back here, act by act. The server has the whole history; this is what this page did.
 */

/** An act that was done here: its nonce, in which view, and for people what it did. */
export interface Turn {
  readonly nonce: string
  readonly view: string
  readonly what: string
  /** What to do again when it is brought back. */
  readonly again: () => void
  /** What to show when it is taken back. */
  readonly back: () => void
}

/** The acts, the last one last. */
export interface Turns {
  readonly done: ReadonlyArray<Turn>
  readonly undone: ReadonlyArray<Turn>
}

/** None yet. */
export const none: Turns = { done: [], undone: [] }

/** A new act: what was taken back cannot come again. */
export const acted = ({ done }: Turns, turn: Turn): Turns => ({ done: [...done, turn].slice(-1000), undone: [] })

/** The last act is taken back. */
export const undone = ({ done, undone }: Turns): Turns => ({
  done: done.slice(0, -1),
  undone: [...undone, ...done.slice(-1)]
})

/** What was taken back last is done again. */
export const redone = ({ done, undone }: Turns): Turns => ({
  done: [...done, ...undone.slice(-1)],
  undone: undone.slice(0, -1)
})

/** An act did not happen: the server refused it. */
export const dropped = ({ done, undone }: Turns, nonce: string): Turns => ({
  done: done.filter((one) => one.nonce !== nonce),
  undone: undone.filter((one) => one.nonce !== nonce)
})
