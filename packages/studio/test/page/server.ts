/** The page and its server, for tests of the page: everything in memory; can be away for a while. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { assets } from "../../src/page/assets.ts"
import type { ClassRequest } from "../../src/server/wire.ts"
import type { Asked, Room } from "./room.ts"
import { gridView, itemView, mapView, projectView, reviewView, similarTo } from "./views.ts"

/** As the real server's. */
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** A server that runs. */
export interface Running {
  readonly url: string
  /** Whether it answers: not, it cuts every line. */
  away: boolean
  readonly close: () => Promise<void>
}

type Answer = { readonly status: number; readonly type: string; readonly body: string | Uint8Array }

const json = (value: unknown, status = 200): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(value)
})

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

const seen = async (room: Room, who: string, path: string, query: URLSearchParams): Promise<Answer | undefined> => {
  const [, first, second = "", third = ""] = path.split("/"), item = Number(third)
  if (first === "media" || first === "thumb") {
    return { status: 200, type: "image/png", body: await room.pool.picture(Number(second)) }
  }
  const count = Number(query.get("count") ?? 24), held = numbers(query.get("held"))
  switch (second) {
    case "project":
      return json(projectView(room, who))
    case "next":
      return json(room.next(who, count, held).map((offer) => itemView(room, offer)))
    case "items":
      return json(itemView(room, { item, order: "chosen" }))
    case "grid":
      return json(gridView(room, numberIn(query.get("class")), count, new Set(held)))
    case "review":
      return json(
        reviewView(
          room,
          query.get("by") ?? "class",
          numberIn(query.get("class")),
          Number(query.get("from") ?? 0),
          count
        )
      )
    case "similar":
      return json(similarTo(room, item, count))
    case "map":
      return json(mapView(room))
    case "export":
      return { status: 200, type: "text/csv", body: "id,label\n" }
    default:
      return undefined
  }
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Array<Buffer> = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString("utf8")
}

const live = (room: Room, request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
  response.write(":\n\n")
  const listener = (told: unknown): void => void response.write(`data: ${JSON.stringify(told)}\n\n`)
  room.listeners.add(listener)
  request.on("close", () => room.listeners.delete(listener))
}

const answer = async (room: Room, who: string, request: IncomingMessage): Promise<Answer> => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost")
  const asset = assets.get(pathname)
  if (asset !== undefined) return { status: 200, ...asset }
  if (request.method !== "POST") {
    return await seen(room, who, pathname, searchParams) ?? json({ problem: "no page" }, 404)
  }
  const asked = actOf(room, who, pathname, JSON.parse(await textOf(request)) as never)
  if (asked === undefined) return json({ problem: "no such act" }, 404)
  const done = room.act(who, asked)
  return typeof done === "string" ? json({ problem: done }, 409) : json(done)
}

/** Serves a room on a free port. */
export const serve = async (room: Room, who = "Ada"): Promise<Running> => {
  const state = { away: false }
  const server: Server = createServer((request, response) => {
    if (state.away) return void request.socket.destroy()
    if (request.url === "/api/live") return live(room, request, response)
    void answer(room, who, request).catch((error: unknown) => json({ problem: String(error) }, 500)).then(
      ({ body, status, type }) => {
        response.writeHead(status, {
          "content-type": type,
          "content-security-policy": CSP,
          "cache-control": "no-store"
        })
        response.end(body)
      }
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get away() {
      return state.away
    },
    set away(value) {
      state.away = value
      if (value) server.closeAllConnections()
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    }
  }
}
