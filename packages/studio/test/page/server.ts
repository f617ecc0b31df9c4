/** The page and its server, for tests of the page: everything in memory; can be away for a while. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { assets } from "../../src/page/assets.ts"
import type { Room } from "./room.ts"
import { handle } from "./routes.ts"

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
  const url = request.url ?? "/", { pathname } = new URL(url, "http://localhost"), asset = assets.get(pathname)
  if (asset !== undefined) return { status: 200, ...asset }
  const [, kind, item] = pathname.split("/")
  if (kind === "media" || kind === "thumb") {
    return { status: 200, type: "image/png", body: await room.pool.picture(Number(item)) }
  }
  if (pathname === "/api/export" && !url.includes("&check")) {
    return { status: 200, type: "text/csv", body: "id,label\n" }
  }
  const body = request.method === "POST" ? (JSON.parse(await textOf(request)) as unknown) : undefined
  const { problem, value } = handle(room, who, url, body)
  return problem === undefined ? json(value) : json({ problem }, 409)
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
