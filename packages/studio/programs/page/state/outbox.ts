/**
 * Acts on their way to the disk of the server. An act is kept in the browser's storage from the moment it is done until the
 * server says that it is written; acts go out one at a time, in order, and again with the same nonce until there is an answer:
 * neither a server that is away nor a page that is closed loses one, and none counts twice.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals"
import { Locked, Refused } from "../net/server.ts"
import type { Saved } from "../wire.ts"

/** An act that is not known to be written. */
export interface Act {
  readonly nonce: string
  readonly path: string
  readonly body: unknown
  /** What it does, for people. */
  readonly what: string
}

/** Where acts are kept: the browser's `localStorage`, or a map in a test. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">

/** All that the outbox asks of the world. */
export interface Ways {
  readonly store: Store
  /** Begins the names of what is stored: a project and a person. */
  readonly prefix: string
  readonly send: (act: Act) => Promise<Saved>
  readonly wait: (ms: number) => Promise<void>
  /** Does something when the page has changed. */
  readonly soon: (f: () => void) => void
  readonly saved: (act: Act, saved: Saved) => void
  readonly refused: (act: Act, problem: string) => void
}

/** How things stand. `locked`: the server does not know this link (any more). */
export type State = "saved" | "saving" | "offline" | "locked"

/** The outbox of a page. */
export interface Outbox {
  readonly waiting: ReadonlySignal<ReadonlyArray<Act>>
  readonly state: ReadonlySignal<State>
  /** Keeps an act, and sends it as soon as those before it are written. */
  readonly push: (act: Act) => void
  /** Sends what a page before this one left. */
  readonly start: () => void
  /** Tries at once instead of after the wait. */
  readonly retry: () => void
}

/** The waits between tries, in milliseconds; the last one is repeated. */
export const WAITS = [250, 500, 1000, 2000, 4000, 8000]

/** Acts that are in the store, oldest first. */
const stored = (store: Store, prefix: string): ReadonlyArray<readonly [key: string, act: Act]> => {
  const keys = Array.from({ length: store.length }, (_, i) => store.key(i)).filter((key): key is string =>
    key?.startsWith(prefix) ?? false
  )
  return keys.sort().flatMap((key) => {
    try {
      return [[key, JSON.parse(store.getItem(key) ?? "") as Act] as const]
    } catch {
      return []
    }
  })
}

/** A name in the store; names are in the order of their acts. */
const keyOf = (prefix: string, at: number, count: number, nonce: string): string =>
  `${prefix}${String(at).padStart(15, "0")}.${String(count).padStart(6, "0")}.${nonce}`

/** Nothing waits yet; `now` gives milliseconds since 1970. */
export const makeOutbox = ({ prefix, refused, saved, send, soon, store, wait }: Ways, now: () => number): Outbox => {
  const waiting = signal<ReadonlyArray<readonly [key: string, act: Act]>>([])
  const trouble = signal<"offline" | "locked" | undefined>(undefined)
  let busy = false, count = 0, hurry = (): void => {}

  const gone = (key: string): void => {
    store.removeItem(key)
    waiting.value = waiting.value.filter(([other]) => other !== key)
  }
  const pause = (failures: number): Promise<unknown> =>
    Promise.race([
      wait(WAITS[Math.min(failures, WAITS.length) - 1]!),
      new Promise<void>((resolve) => {
        hurry = resolve
      })
    ])
  /** Whether the act has an answer. */
  const attempt = async ([key, act]: readonly [string, Act]): Promise<boolean> => {
    try {
      const result = await send(act)
      trouble.value = undefined
      gone(key)
      saved(act, result)
      return true
    } catch (error) {
      if (!(error instanceof Refused)) {
        trouble.value = error instanceof Locked ? "locked" : "offline"
        return false
      }
      trouble.value = undefined
      gone(key)
      refused(act, error.message)
      return true
    }
  }
  const work = async (): Promise<void> => {
    if (busy) return
    busy = true
    let failures = 0
    for (let next = waiting.value[0]; next !== undefined; next = waiting.value[0]) {
      if (await attempt(next)) failures = 0
      else await pause(++failures)
    }
    busy = false
  }
  const keep = (key: string, act: Act): void => {
    try {
      store.setItem(key, JSON.stringify(act))
    } catch {
      // The store is full or forbidden: the act is still sent, as long as the page is open.
    }
  }
  return {
    waiting: computed(() => waiting.value.map(([, act]) => act)),
    state: computed(() => (waiting.value.length === 0 ? "saved" : trouble.value ?? "saving")),
    push: (act) => {
      const key = keyOf(prefix, now(), count++, act.nonce)
      keep(key, act)
      waiting.value = [...waiting.value, [key, act]]
      // The page changes first: a request takes longer to begin than a picture to change.
      soon(() => void work())
    },
    start: () => {
      waiting.value = [...stored(store, prefix), ...waiting.value]
      void work()
    },
    retry: () => hurry()
  }
}
