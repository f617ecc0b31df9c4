/** Requests as bytes, which no client would send. */
import * as Effect from "effect/Effect"
import { connect } from "node:net"

/** Sends bytes as they are, and gives all that comes until the server closes the line. */
export const raw = (port: number, pieces: ReadonlyArray<string | Buffer>, hold = false): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    let text = ""
    socket.on("data", (bytes) => text += bytes.toString("latin1"))
    socket.on("error", () => {})
    socket.on("close", () => resolve(text))
    for (const piece of pieces) socket.write(piece)
    if (!hold) socket.end()
  })

/** The status of an answer. */
export const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])

/** Asks once, and gives the whole answer. */
export const ask = (port: number, method: string, path: string, headers: Record<string, string>, body = "") =>
  Effect.promise(() => {
    const lines = Object.entries({ connection: "close", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
    return raw(port, [`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`])
  })
