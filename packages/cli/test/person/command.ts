/** The command, as a person starts it. */
import * as Effect from "effect/Effect"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { command } from "../../../../scripts/command.ts"
import { cli } from "../cli.ts"

/** Runs the command to its end, in this process. Throws what it complained of. */
export const marginalia = async (...args: ReadonlyArray<string>): Promise<void> => {
  const { code, stderr } = await Effect.runPromise(cli(args))
  if (code !== 0) throw new Error(`marginalia ${args.join(" ")} ended with ${code}: ${stderr}`)
}

/** A page that is served. */
export interface Served {
  readonly url: string
  /** Without a chance to write anything more. */
  readonly kill: () => Promise<void>
  /** As Ctrl-C does; gives the exit code. */
  readonly stop: () => Promise<number | null>
}

const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, "exit")

/** The processes that serve. */
const open = new Set<ChildProcess>()

/** Ends what still serves, where something went wrong. */
export const endAll = (): void => open.forEach((child) => child.kill("SIGKILL"))

/** Starts to serve, and waits for the link. */
export const serve = async (cwd: string, ...args: ReadonlyArray<string>): Promise<Served> => {
  const port = args.includes("--port") ? [] : ["--port", "0"]
  const child = spawn(process.execPath, await command(["label", ...args, "--no-open", ...port]), {
    cwd,
    stdio: ["ignore", "pipe", "pipe"]
  })
  open.add(child)
  child.once("exit", () => open.delete(child))
  let complaint = ""
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => /^http:\S+$/.test(line) && resolve(line))
    child.on("exit", (code) => reject(new Error(`marginalia label ended with ${code}: ${complaint}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended(child)
  }
  return { url, kill: () => end("SIGKILL"), stop: () => end("SIGINT").then(() => child.exitCode) }
}
