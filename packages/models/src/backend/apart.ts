/**
 * Work in a process of its own, for what may do anything to its process: a native addon that crashes, hangs or throws when
 * nobody waits for it.
 */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import answer from "./answer.gen.ts"
import type { Message } from "./message.ts"

/** What is to be done there. */
export interface Apart {
  /** The body of an async function of `args` (texts); what it returns comes back as JSON. */
  readonly body: string
  /** Texts that the body sees as `args`. */
  readonly args: ReadonlyArray<string>
  /** Where the process works; default here. */
  readonly cwd?: string
  /** Milliseconds that it may take; default a minute. */
  readonly limit?: number
}

/** What came back, or why nothing did, in a line. */
export type Came = { readonly _tag: "Value"; readonly value: unknown } | {
  readonly _tag: "Failed"
  readonly why: string
}

const MINUTE = 60_000

/** The program around a body: an answer is sent, and so is what is thrown, then or later. */
const programOf = (body: string): string => `${answer}program.answer(async (args) => { ${body} })`

const endOf = (code: number | null, signal: string | null): string =>
  signal === null ? `it ended its process with code ${code}` : `it crashed its process (${signal})`

/**
 * Does some work in a process of its own: for what may crash, hang or throw when nobody waits for it. Never fails; an
 * interruption ends the process.
 */
export const apart = ({ args, body, cwd = process.cwd(), limit = MINUTE }: Apart): Effect.Effect<Came> =>
  Effect.callback((resume) => {
    // No --input-type: the threads that a backend starts from text would take it over, and could not require.
    const child = spawn(process.execPath, ["-e", programOf(body), "--", ...args], {
      cwd,
      stdio: ["ignore", "ignore", "ignore", "ipc"]
    })
    let message: Message | undefined, late = false
    const fail = (why: string) => resume(Effect.succeed({ _tag: "Failed", why }))
    const timer = setTimeout(() => {
      late = true
      child.kill("SIGKILL")
    }, limit)
    child.on("message", (sent: Message) => message ??= sent)
    child.on("error", ({ message }) => {
      clearTimeout(timer)
      fail(`its process cannot be started (${message})`)
    })
    child.on("close", (code, signal) => {
      clearTimeout(timer)
      if (late) return fail(`it gave no answer within ${limit / 1000} seconds`)
      if (message?.why !== undefined) return fail(message.why)
      if (code !== 0 || message === undefined) return fail(endOf(code, signal))
      resume(Effect.succeed({ _tag: "Value", value: message.value }))
    })
    return Effect.sync(() => {
      clearTimeout(timer)
      child.kill("SIGKILL")
    })
  })
