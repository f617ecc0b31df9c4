/** A web server on this machine that serves bytes, well or badly. */
import * as Effect from "effect/Effect"
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** How a path is served. Absent things are as a good server does them. */
export interface Behavior {
  readonly bytes?: Uint8Array
  readonly etag?: string
  readonly lastModified?: string
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  /** Breaks the connection after so many bytes of a body. */
  readonly cut?: number
  /** Falls silent after so many bytes of a body. */
  readonly stall?: number
  /** Answers a Range with so many bytes at most. */
  readonly limit?: number
  /** Ignores Range. */
  readonly whole?: boolean
  /** Says no length. */
  readonly chunked?: boolean
  /** Says a length that no disk has. */
  readonly huge?: boolean
}

/** What was asked. */
export interface Asked {
  readonly path: string
  readonly range: string | undefined
  readonly ifRange: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** The server, and what was asked of it so far. */
export interface Server {
  readonly url: string
  readonly asked: Array<Asked>
  /** What it serves, by path; one behavior for always, or a list, one a request, the last from then on. */
  readonly serve: (path: string, ...behaviors: ReadonlyArray<Behavior>) => void
}

const validator = ({ etag, lastModified }: Behavior) => ({
  ...(etag === undefined ? {} : { etag }),
  ...(lastModified === undefined ? {} : { "last-modified": lastModified })
})

const send = (response: ServerResponse, { cut, stall }: Behavior, body: Uint8Array): void => {
  const end = cut ?? stall
  if (end === undefined || end >= body.length) return void response.end(body)
  response.write(body.subarray(0, end), () => {
    // The bytes have to leave before the connection goes.
    if (cut !== undefined) setTimeout(() => response.destroy(), 20)
  })
  response.flushHeaders()
}

const answer = (response: ServerResponse, behavior: Behavior, { ifRange, range }: Asked): void => {
  const { bytes = new Uint8Array(), chunked, headers, huge, limit, status, whole } = behavior
  if (status !== undefined) return void response.writeHead(status, { ...headers }).end("no")
  const asked = whole === true ? null : /^bytes=(\d+)-$/.exec(range ?? "")
  const current = ifRange === undefined || ifRange === behavior.etag || ifRange === behavior.lastModified
  const from = asked !== null && current ? Number(asked[1]) : 0
  const common = { "accept-ranges": "bytes", ...validator(behavior), ...headers }
  if (from > 0 && from >= bytes.length) {
    return void response.writeHead(416, { ...common, "content-range": `bytes */${bytes.length}` }).end()
  }
  const body = bytes.subarray(from, from === 0 || limit === undefined ? undefined : from + limit)
  const length = chunked === true ? {} : { "content-length": String(huge === true ? 4.5e15 : body.length) }
  const part = from === 0 ? {} : { "content-range": `bytes ${from}-${from + body.length - 1}/${bytes.length}` }
  response.writeHead(from === 0 ? 200 : 206, { ...common, ...length, ...part })
  send(response, behavior, body)
}

/** Starts a server that ends with the scope. */
export const server = Effect.acquireRelease(
  Effect.callback<{ readonly server: Server; readonly close: () => void }>((resume) => {
    const behaviors = new Map<string, Array<Behavior>>(), asked: Array<Asked> = []
    const http = createServer((request, response) => {
      const path = request.url ?? "", { headers } = request
      const one: Asked = { path, range: headers.range, ifRange: headers["if-range"] as string | undefined, headers }
      asked.push(one)
      const left = behaviors.get(path) ?? [{ status: 404 }]
      answer(response, left.length > 1 ? left.shift()! : left[0]!, one)
    })
    http.listen(0, "127.0.0.1", () => {
      const { port } = http.address() as AddressInfo
      const close = () => {
        http.closeAllConnections()
        http.close()
      }
      const serve: Server["serve"] = (path, ...list) => void behaviors.set(path, [...list])
      resume(Effect.succeed({ server: { url: `http://127.0.0.1:${port}`, asked, serve }, close }))
    })
  }),
  ({ close }) => Effect.sync(close)
).pipe(Effect.map(({ server }) => server))
