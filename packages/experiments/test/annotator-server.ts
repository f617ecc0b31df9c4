/** A server on this machine that plays a model that annotates, well or badly. */
import * as Effect from "effect/Effect"
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** An item in the protocol of `http(url)`. */
export interface SentItem {
  readonly id: string
  readonly fields: Readonly<Record<string, string>>
  readonly image: { readonly type: string; readonly data: string }
}

/** What stands in a request, of either protocol. */
export interface SentBody {
  readonly items: ReadonlyArray<SentItem>
  readonly messages: ReadonlyArray<{ readonly content: unknown }>
  readonly response_format?: unknown
}

/** What was asked. */
export interface AskedOf {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: SentBody
}

/** How a request is answered: 200 and nothing, where nothing else is said. */
export interface Played {
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  readonly json?: unknown
  readonly text?: string
  /** Milliseconds before it is answered. */
  readonly slow?: number
  /** Breaks the connection: before an answer, or after half of it. */
  readonly cut?: "before" | "half"
}

const play = (response: ServerResponse, { cut, headers, json, slow = 0, status = 200, text }: Played): void => {
  const body = text ?? JSON.stringify(json ?? {})
  setTimeout(() => {
    if (cut === "before") return void response.destroy()
    response.writeHead(status, { "content-type": "application/json", ...headers })
    if (cut === undefined) return void response.end(body)
    response.write(body.slice(0, body.length / 2), () => setTimeout(() => response.destroy(), 10))
  }, slow)
}

/** The server, and what was asked of it so far. */
export interface AnnotatorServer {
  readonly url: string
  readonly asked: Array<AskedOf>
  /** How requests are answered from now on; `n` counts from 0, from now on. */
  readonly answer: (how: (asked: AskedOf, n: number) => Played) => void
  /** How many requests were under way at once at most. */
  readonly most: () => number
}

/** What the model says of an item by its id, in the protocol of `http(url)`. */
export const labeling = (labelOf: (id: string) => unknown) => ({ body }: AskedOf): Played => ({
  json: { labels: body.items.map(({ id }) => ({ id, label: labelOf(id) })) }
})

/** A text as it is; parts as JSON. */
const contentOf = ({ messages }: SentBody): string => {
  const content = messages[1]?.content
  return typeof content === "string" ? content : JSON.stringify(content)
}

/** What the model says of a text or an image, as a chat completion with its tokens. */
export const chatting = (sayOf: (content: string) => string) => ({ body }: AskedOf): Played => ({
  json: {
    choices: [{ message: { content: sayOf(contentOf(body)) }, finish_reason: "stop" }],
    usage: { prompt_tokens: 100, completion_tokens: 5 }
  }
})

/** Starts a server that ends with the scope. */
export const annotatorServer = Effect.acquireRelease(
  Effect.callback<{ readonly server: AnnotatorServer; readonly close: () => void }>((resume) => {
    const asked: Array<AskedOf> = []
    let how: (asked: AskedOf, n: number) => Played = () => ({}), n = 0, under = 0, most = 0
    const http = createServer((request, response) => {
      const pieces: Array<Buffer> = []
      most = Math.max(most, ++under)
      response.on("close", () => void under--)
      request.on("data", (piece: Buffer) => void pieces.push(piece))
      request.on("end", () => {
        const one = {
          path: request.url ?? "",
          headers: request.headers,
          body: JSON.parse(String(Buffer.concat(pieces))) as SentBody
        }
        asked.push(one)
        play(response, how(one, n++))
      })
    })
    http.listen(0, "127.0.0.1", () => {
      const { port } = http.address() as AddressInfo
      const close = () => {
        http.closeAllConnections()
        http.close()
      }
      const answer: AnnotatorServer["answer"] = (next) => {
        how = next
        n = 0
      }
      resume(Effect.succeed({ server: { url: `http://127.0.0.1:${port}`, asked, answer, most: () => most }, close }))
    })
  }),
  ({ close }) => Effect.sync(close)
).pipe(Effect.map(({ server }) => server))
