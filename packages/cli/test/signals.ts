/**
 * Real processes of the command that are told to end.
 */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { command } from "../../../scripts/command.ts"

/** Patience with a process that is told to end; beyond that it is killed, and the test fails. */
const PATIENCE = 30_000

/** How a process ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stderr: string
  /** Processes of its own that it had when it was told to end. */
  readonly children: ReadonlyArray<number>
}

const childrenOf = (pid: number): ReadonlyArray<number> => {
  const file = `/proc/${pid}/task/${pid}/children`
  return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter((text) => /\d/.test(text)).map(Number) : []
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A real process that gets a signal once `when` stands on stderr; its standard input stays open. */
export const stopped = (args: ReadonlyArray<string>, signal: NodeJS.Signals, when: RegExp, env = {}) =>
  Effect.flatMap(Effect.promise(() => command(args)), (words) =>
    Effect.callback<Ended>((resume) => {
      const child = spawn(process.execPath, words, { env: { ...process.env, ...env } })
      let stderr = "", children: ReadonlyArray<number> = [], asked = false
      let timer: NodeJS.Timeout | undefined
      child.stderr.on("data", (text) => {
        stderr += String(text)
        if (asked || !when.test(stderr)) return
        asked = true
        children = childrenOf(child.pid!)
        child.kill(signal)
        timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE)
      })
      child.on("close", (code, signal) => {
        clearTimeout(timer)
        resume(Effect.succeed({ code, signal, stderr, children }))
      })
    }))

/** The processes that are left some time after their parent has gone. */
export const orphans = (pids: ReadonlyArray<number>) =>
  Effect.gen(function*() {
    for (let wait = 0; wait < 300 && pids.some(isAlive); wait++) yield* Effect.sleep(100)
    return pids.filter(isAlive)
  })
