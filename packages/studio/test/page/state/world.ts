/** A world for the page's state without a browser: time stands still until it is told to go on, the server is a room. */
import { effect } from "@preact/signals"
import { Away, Refused, type Server } from "../../../programs/page/net/server.ts"
import type { World } from "../../../programs/page/state/acts.ts"
import type { Store } from "../../../programs/page/state/outbox.ts"
import { makeStudio, type Studio } from "../../../programs/page/state/studio.ts"
import { letters } from "../pool.ts"
import { makeRoom, type Room } from "../room.ts"
import { handle } from "../routes.ts"
import { projectView } from "../views.ts"

/** A store in memory. */
export const memory = (
  entries: Iterable<readonly [string, string]> = []
): Store & { readonly all: Map<string, string> } => {
  const all = new Map(entries)
  return {
    all,
    get length() {
      return all.size
    },
    key: (at) => [...all.keys()][at] ?? null,
    getItem: (name) => all.get(name) ?? null,
    setItem: (name, value) => void all.set(name, value),
    removeItem: (name) => void all.delete(name)
  }
}

/** A room's server, which can be away, and can lose its answers: then what was asked is done all the same. */
export interface Line extends Server {
  get: Server["get"]
  away: boolean
  deaf: boolean
  readonly posts: Array<{ readonly path: string; readonly body: { readonly nonce: string } }>
}

/** The line to a room. */
export const lineTo = (room: Room, who = "Ada"): Line => {
  const line: Line = {
    away: false,
    deaf: false,
    posts: [],
    get: <A>(path: string) => ask(path) as Promise<A>,
    post: <A>(path: string, body: unknown) => ask(path, body) as Promise<A>
  }
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    if (line.away) throw new Away("away")
    if (body !== undefined) line.posts.push({ path, body: body as { nonce: string } })
    const { problem, value } = handle(room, who, path, body)
    if (line.deaf) throw new Away("the answer was lost")
    if (problem !== undefined) throw new Refused(problem)
    return value
  }
  return line
}

/** A page without looks, in front of a room of letters. */
export interface Bench {
  readonly room: Room
  readonly line: Line
  readonly store: ReturnType<typeof memory>
  readonly studio: Studio
  /** All that was said so far. */
  readonly told: ReadonlyArray<string>
  /** What the browser was let fetch. */
  readonly downloads: ReadonlyArray<string>
  /** Lets all that waits for nothing but time and answers happen. */
  readonly settle: () => Promise<void>
}

let pages = 0

/** Waits are over at once, but in order. */
const soon = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

/** A page that shows its first item. */
export const bench = async (
  { line: given, room = makeRoom(letters(60)), store = memory() }: Partial<Pick<Bench, "room" | "store" | "line">> = {}
): Promise<Bench> => {
  const line = given ?? lineTo(room)
  const page = ++pages, told: Array<string> = [], downloads: Array<string> = []
  let count = 0, time = 0
  const world: World = {
    server: line,
    store,
    now: () => (time += 10),
    nonce: () => `${page}.${count++}`,
    wait: soon,
    soon: (f: () => void) => void setImmediate(f),
    later: (f: () => void) => void setImmediate(f),
    download: (path) => void downloads.push(path)
  }
  const studio = makeStudio(world, projectView(room, "Ada"))
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 40; i++) await soon()
  }
  effect(() => {
    for (const { id, text } of studio.say.told.value) told[id - 1] = text
  })
  studio.acts.outbox.start()
  if (!line.away) await studio.labeling.fill()
  return { room, line, store, studio, told, downloads, settle }
}
