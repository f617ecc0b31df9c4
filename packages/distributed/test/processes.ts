/**
 * Processes of the command, and a way to the database that can be cut.
 */
import { spawn } from "node:child_process"
import { createServer, type Server, type Socket } from "node:net"
import { connect } from "node:net"
import { fileURLToPath } from "node:url"

const bin = fileURLToPath(new URL("../../cli/bin/marginalia.mjs", import.meta.url))

/** A process of the command. */
export interface Running {
  readonly pid: number
  readonly kill: (signal: NodeJS.Signals) => void
  /** Its exit code, or its signal. */
  readonly ended: Promise<number | string | null>
  readonly alive: () => boolean
  readonly stderr: () => string
  /** What it told, line by line, with the time of each in milliseconds. */
  readonly lines: () => ReadonlyArray<{ readonly at: number; readonly text: string }>
}

/** Starts the command. */
export const start = (args: ReadonlyArray<string>, cwd: string): Running => {
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ["ignore", "ignore", "pipe"] })
  let stderr = ""
  const lines: Array<{ readonly at: number; readonly text: string }> = []
  child.stderr.on("data", (bytes) => {
    stderr += String(bytes)
    for (const text of String(bytes).split("\n")) if (text !== "") lines.push({ at: performance.now(), text })
  })
  const ended = new Promise<number | string | null>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal))
  )
  return {
    pid: child.pid!,
    kill: (signal) => void child.kill(signal),
    ended,
    alive: () => child.exitCode === null && child.signalCode === null,
    stderr: () => stderr,
    lines: () => lines
  }
}

/** A port that leads to another one until it is cut: then nothing comes through, and nobody is told. */
export class Cuttable {
  readonly port: number
  readonly #server: Server
  readonly #sockets: Set<Socket>
  readonly #state: { cut: boolean }
  private constructor(port: number, server: Server, sockets: Set<Socket>, state: { cut: boolean }) {
    this.port = port
    this.#server = server
    this.#sockets = sockets
    this.#state = state
  }

  static to(port: number): Promise<Cuttable> {
    const sockets = new Set<Socket>(), state = { cut: false }
    const server = createServer((from) => {
      const to = connect(port, "127.0.0.1")
      for (const [one, other] of [[from, to], [to, from]] as const) {
        sockets.add(one)
        one.on("data", (bytes) => void other.write(bytes))
        one.on("error", () => other.destroy())
        one.on("close", () => {
          sockets.delete(one)
          other.destroy()
        })
        if (state.cut) one.pause()
      }
    })
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const own = typeof address === "object" && address !== null ? address.port : 0
        resolve(new Cuttable(own, server, sockets, state))
      })
    })
  }

  /** Cuts the way, or opens it again. */
  cut(is: boolean): void {
    this.#state.cut = is
    for (const socket of this.#sockets) {
      if (is) socket.pause()
      else socket.resume()
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }
}
