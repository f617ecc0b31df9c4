/**
 * A worker in a process of its own.
 */
import * as Effect from "effect/Effect"
import { type ChildProcess, fork } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Kept, Outcome, Report, Task } from "./messages.ts"

/** See the module. Tasks are run one at a time. */
export interface Worker {
  readonly run: (task: Task, hear: (report: Report) => void) => Effect.Effect<Outcome>
  /** Answers a task that waits for an event to be kept. */
  readonly answer: (kept: Kept) => void
  /** Ends the process, wherever it is; journals are safe at any moment. */
  readonly stop: () => void
}

/** Beside this module; in a bundle, where that is not, in the package. */
const program = (): string => {
  const sibling = new URL(`./main${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url)
  if (/\/work\/process\.[jt]s$/.test(import.meta.url)) return fileURLToPath(sibling)
  const home = dirname(createRequire(import.meta.url).resolve("@marginalia/experiments/package.json"))
  return join(home, "dist", "work", "main.js")
}

const TAIL = 2000

const lastLine = (text: string): string => {
  const line = text.trim().split("\n").findLast((one) => /\S/.test(one) && !one.startsWith("Node.js v"))
  return line === undefined ? "" : `: ${line.trim()}`
}

const start = (): { readonly child: ChildProcess; readonly errors: () => string } => {
  const child = fork(program(), [], {
    execArgv: [],
    env: { ...process.env, MARGINALIA_THREADS: "1" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json"
  })
  let errors = ""
  child.stderr?.on("data", (text) => errors = (errors + String(text)).slice(-TAIL))
  return { child, errors: () => errors }
}

/** Starts a worker. */
export const startWorker = (): Worker => {
  const { child, errors } = start()
  const run = (task: Task, hear: (report: Report) => void) =>
    Effect.callback<Outcome>((resume) => {
      const done = (outcome: Outcome): void => {
        child.off("message", onMessage)
        child.off("close", onClose)
        child.off("error", onError)
        resume(Effect.succeed(outcome))
      }
      const onMessage = (report: Report): void => {
        if (report._tag === "Done" || report._tag === "Failed") done(report)
        else hear(report)
      }
      const crashed = (problem: string): void => done({ _tag: "Crashed", index: task.index, problem })
      const onClose = (code: number | null, signal: string | null): void =>
        crashed(`its process ended with ${signal ?? code}${lastLine(errors())}`)
      const onError = (error: Error): void => crashed(error.message)
      child.on("message", onMessage)
      child.on("close", onClose)
      child.on("error", onError)
      if (child.exitCode !== null || child.signalCode !== null) onClose(child.exitCode, child.signalCode)
      else child.send(task)
    })
  const answer = (kept: Kept): void => void (child.connected && child.send(kept))
  return { run, answer, stop: () => void child.kill("SIGKILL") }
}
