/** Everything that a person does: sent in order, taken back, brought back. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals"
import type { Server } from "../net/server.ts"
import type { AnswerRequest, ClassRequest, Saved } from "../wire.ts"
import { type Act, makeOutbox, type Outbox, type Store } from "./outbox.ts"
import type { Project } from "./project.ts"
import type { Say } from "./say.ts"
import { acted, dropped, none, redone, type Turns, undone } from "./turns.ts"

/** What the page needs of the world. */
export interface World {
  readonly server: Server
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly nonce: () => string
  readonly wait: (ms: number) => Promise<void>
  /** Does what can wait until the page has changed. */
  readonly soon: (f: () => void) => void
  /** Does what can wait until the page is painted. */
  readonly later: (f: () => void) => void
  /** Lets the browser save what is at a path of the server. */
  readonly download: (path: string) => void
}

/** What an act does to the page: at once, and when it is taken back or brought back. */
export interface Effects {
  readonly view: string
  readonly what: string
  readonly back?: (nonce: string) => void
  readonly again?: (nonce: string) => void
  /** It is written. */
  readonly saved?: (saved: Saved) => void
  /** It is refused, and did not happen. */
  readonly refused?: (nonce: string) => void
}

type Unnamed<A> = A extends { readonly nonce: string } ? Omit<A, "nonce"> : never

/** See the functions. */
export interface Acts {
  readonly outbox: Outbox
  readonly turns: ReadonlySignal<Turns>
  readonly answer: (request: Unnamed<AnswerRequest>, effects: Effects) => string
  readonly changeClasses: (request: Unnamed<ClassRequest>, effects: Effects) => string
  readonly post: (path: string, request: object, effects: Effects) => string
  readonly undo: () => void
  readonly redo: () => void
  /** Items that are answered, but not known to be written. */
  readonly unsaved: () => ReadonlySet<number>
  /** What shows an item that an act of an earlier page was about. */
  readonly show: Signal<(item: number) => void>
}

const itemsOf = ({ body, path }: Act): ReadonlyArray<number> =>
  path === "/api/answers" ? (body as AnswerRequest).groups.flatMap(({ items }) => items) : []

/** Nothing was done yet. */
export const makeActs = (world: World, project: Project, { say }: Say): Acts => {
  const { nonce, server, soon, store, wait } = world
  const turns = signal<Turns>(none), effectsOf = new Map<string, Effects>()
  const show = signal<(item: number) => void>(() => {})
  const settle = (name: string): Effects | undefined => {
    const found = effectsOf.get(name)
    effectsOf.delete(name)
    return found
  }
  const { id, me } = project.view.peek()
  const outbox = makeOutbox({
    store,
    prefix: `marginalia.act.${id}.${me}.`,
    wait,
    soon,
    send: ({ body, path }) => server.post<Saved>(path, body),
    saved: (act, saved) => {
      settle(act.nonce)?.saved?.(saved)
      project.touch()
    },
    refused: (act, problem) => {
      turns.value = dropped(turns.peek(), act.nonce)
      say(`${act.what}: not done, ${problem}`, "problem")
      settle(act.nonce)?.refused?.(act.nonce)
      project.touch()
    }
  }, world.now)
  const send = (path: string, request: object, effects: Effects): string => {
    const name = nonce()
    effectsOf.set(name, effects)
    outbox.push({ nonce: name, path, body: { ...request, nonce: name }, what: effects.what })
    return name
  }
  const post = (path: string, request: object, effects: Effects): string => {
    const name = send(path, request, effects), { back, again, view, what } = effects
    const turn = { nonce: name, view, what, back: () => back?.(name), again: () => again?.(name) }
    turns.value = acted(turns.peek(), turn)
    return name
  }
  const undo = (): void => {
    const last = turns.peek().done.at(-1)
    if (last === undefined) return undoEarlier()
    turns.value = undone(turns.peek())
    last.back()
    send("/api/undo", { act: last.nonce }, {
      view: last.view,
      what: `Undo (${last.what})`,
      refused: () => {
        turns.value = dropped(turns.peek(), last.nonce)
        last.again()
      }
    })
    say(`Undone: ${last.what}`)
  }
  /** What a page before this one did: only the server knows it. */
  const undoEarlier = (): void => {
    const what = project.view.peek().undo
    if (what === null) return say("There is nothing to undo")
    send("/api/undo", { act: null }, {
      view: "one",
      what: "Undo",
      saved: ({ items }) => {
        if (items.length === 1) show.peek()(items[0]!)
        say(`Undone: ${what}`)
      }
    })
  }
  const redo = (): void => {
    const last = turns.peek().undone.at(-1)
    if (last === undefined) return redoEarlier()
    turns.value = redone(turns.peek())
    last.again()
    send("/api/redo", { act: last.nonce }, {
      view: last.view,
      what: `Redo (${last.what})`,
      refused: () => {
        turns.value = dropped(turns.peek(), last.nonce)
        last.back()
      }
    })
    say(`Done again: ${last.what}`)
  }
  const redoEarlier = (): void => {
    const what = project.view.peek().redo
    if (what === null || turns.peek().done.length > 0) return say("There is nothing to do again")
    send("/api/redo", { act: null }, { view: "one", what: "Redo", saved: () => say(`Done again: ${what}`) })
  }
  return {
    outbox,
    turns,
    post,
    answer: (request, effects) => post("/api/answers", request, effects),
    changeClasses: (request, effects) => post("/api/classes", request, effects),
    undo,
    redo,
    unsaved: () => new Set(outbox.waiting.peek().flatMap(itemsOf)),
    show
  }
}
