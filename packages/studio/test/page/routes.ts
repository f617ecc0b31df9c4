/** What the page's server does with a request, without a line: used by the server of tests, and by tests without one. */
import { MOST } from "../../src/server/api.ts"
import type { ClassRequest, Prepared } from "../../src/server/wire.ts"
import type { Asked, Room } from "./room.ts"
import { gridView, itemView, mapView, projectView, reviewView, similarTo } from "./views.ts"

const numbers = (text: string | null): ReadonlyArray<number> =>
  text === null || text === "" ? [] : text.split(",").map(Number)

const numberIn = (text: string | null): number | undefined => (text === null || text === "" ? undefined : Number(text))

const classAct = (room: Room, request: ClassRequest): Asked => {
  switch (request._tag) {
    case "Add":
      return { _tag: "ClassAdded", nonce: request.nonce, name: request.name, id: room.session.vocabulary().next }
    case "Rename":
      return { _tag: "ClassRenamed", nonce: request.nonce, name: request.name, id: request.id }
    case "Merge":
      return { _tag: "ClassesMerged", nonce: request.nonce, from: request.from, into: request.into }
    case "Bind":
      return { _tag: "KeyBound", nonce: request.nonce, id: request.id, key: request.key }
  }
}

const turnAct = (
  room: Room,
  tag: "Undone" | "Redone",
  who: string,
  body: { nonce: string; act: string | null }
): Asked => {
  const { made, redoable, undoable } = room.session.history
  const last = tag === "Undone" ? undoable(who) : redoable(who)
  const target = body.act === null ? last : made(body.act)
  return { _tag: tag, nonce: body.nonce, target: target?.seq ?? 0 }
}

const actOf = (room: Room, who: string, path: string, body: never): Asked | undefined => {
  switch (path) {
    case "/api/answers":
      return { _tag: "Answered", ...(body as object) } as Asked
    case "/api/classes":
      return classAct(room, body)
    case "/api/undo":
      return turnAct(room, "Undone", who, body)
    case "/api/redo":
      return turnAct(room, "Redone", who, body)
    case "/api/strategy":
      return { _tag: "StrategyChosen", ...(body as object) } as Asked
    case "/api/queue":
      return { _tag: "Queued", ...(body as object) } as Asked
    default:
      return undefined
  }
}

const exporting = new WeakSet<Room>()

/** A model takes a while, where there is one. */
const prepared = (room: Room, format: string | null): Prepared | undefined => {
  if (format !== "model") return { ready: true }
  if (room.model() === undefined) return undefined
  const ready = exporting.has(room)
  exporting.add(room)
  return { ready }
}

const seen = (room: Room, who: string, path: string, query: URLSearchParams): unknown => {
  const [, , second = "", third = ""] = path.split("/"), item = Number(third)
  const count = Number(query.get("count") ?? 24), held = numbers(query.get("held")), id = numberIn(query.get("class"))
  switch (second) {
    case "project":
      return projectView(room, who)
    case "next":
      return room.next(who, count, held).map((offer) => itemView(room, offer))
    case "items":
      return itemView(room, { item, order: "chosen" })
    case "grid":
      return gridView(room, id, count, new Set(held))
    case "review":
      return reviewView(room, query.get("by") ?? "class", id, Number(query.get("from") ?? 0), count)
    case "similar":
      return similarTo(room, item, count)
    case "map":
      return mapView(room)
    case "export":
      return prepared(room, query.get("format"))
    default:
      return undefined
  }
}

/** What came of a request: a value, or what is wrong with it. */
export interface Handled {
  readonly value?: unknown
  readonly problem?: string
}

/** Does what is asked; a request with a `body` is an act. */
export const handle = (room: Room, who: string, url: string, body?: unknown): Handled => {
  const { pathname, searchParams } = new URL(url, "http://localhost")
  if (body === undefined) {
    const count = Number(searchParams.get("count") ?? 1)
    // As the real one refuses it.
    if (!(Number.isInteger(count) && count >= 1 && count <= MOST)) return { problem: `count is ${count}` }
    const value = seen(room, who, pathname, searchParams)
    return value === undefined ? { problem: `there is no ${pathname}` } : { value }
  }
  const asked = actOf(room, who, pathname, body as never)
  if (asked === undefined) return { problem: `there is no act ${pathname}` }
  const done = room.act(who, asked)
  return typeof done === "string" ? { problem: done } : { value: done }
}
