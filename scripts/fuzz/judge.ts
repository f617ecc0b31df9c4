/** One input to one reader, and what came of it. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { mkdirSync, rmSync } from "node:fs"
import { Limits } from "../../packages/datasets/src/limits.ts"
import { exit, exitCodeOf } from "../../packages/experiments/src/exit-code.ts"
import type { Target } from "./target.ts"

/**
 * The last four are what must not happen: `message`, refused with words that fill the screen, or that a terminal would take
 * for commands; `crash`, a defect; `slow`, more than 2 seconds; `flood`, more than 500 MB of memory.
 */
export const outcomes = ["refused", "accepted", "message", "crash", "slow", "flood"] as const

/** See {@link outcomes}. */
export type Outcome = typeof outcomes[number]

/** An outcome, and in words why where it is a bad one. */
export interface Verdict {
  readonly outcome: Outcome
  readonly why: string
}

/** Bytes of memory beyond those that were in use, and seconds of processor time. */
export const most = { memory: 500e6, seconds: 2, message: 4000 } as const

/** What a terminal would take for a command. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

const messageOf = (error: unknown): string => error instanceof Error ? error.message : ""

const brief = (text: string): string => text.replaceAll(/\s+/g, " ").slice(0, 300)

/** What a failure is: one that the command foresees, or none. */
const judgeFailure = (cause: Cause.Cause<unknown>): Verdict => {
  const error = Cause.squash(cause), message = messageOf(error)
  const isForeseen = Cause.hasFails(cause) && exitCodeOf(error) !== exit.defect
  if (!isForeseen) {
    const where = error instanceof Error ? error.stack ?? message : JSON.stringify(error)
    return { outcome: "crash", why: brief(where) }
  }
  if (message.length > most.message) return { outcome: "message", why: `a message of ${message.length} characters` }
  if (CONTROL.test(message)) {
    return { outcome: "message", why: `control characters in a message: ${JSON.stringify(brief(message))}` }
  }
  return { outcome: "refused", why: brief(message) }
}

interface Before {
  readonly cpu: NodeJS.CpuUsage
  readonly rss: number
  /** The most that this process ever held: only who raises it takes more than those before. */
  readonly peak: number
}

const peak = (): number => process.resourceUsage().maxRSS * 1024

const measured = (verdict: Verdict, before: Before): Verdict => {
  const { system, user } = process.cpuUsage(before.cpu), seconds = (system + user) / 1e6
  const now = peak(), grown = now > before.peak ? now - before.rss : 0
  if (verdict.outcome === "crash") return verdict
  if (grown > most.memory) return { outcome: "flood", why: `${Math.round(grown / 1e6)} MB` }
  return seconds > most.seconds ? { outcome: "slow", why: `${seconds.toFixed(1)} s; ${verdict.why}` } : verdict
}

/** Runs one input in a folder of its own, which is gone afterwards. */
export const judge = async ({ read }: Target, input: Uint8Array, folder: string): Promise<Verdict> => {
  mkdirSync(folder)
  const before = { cpu: process.cpuUsage(), rss: process.memoryUsage.rss(), peak: peak() }
  const reading = Effect.suspend(() => read(input, folder)).pipe(
    // A decoder of parquet that does not come back is ended; how long that takes is no matter here.
    Effect.provideService(Limits, { patience: 300 }),
    Effect.scoped,
    Effect.provide(NodeServices.layer)
  )
  const ended = await Effect.runPromiseExit(reading)
  const verdict: Verdict = Exit.isSuccess(ended) ? { outcome: "accepted", why: "" } : judgeFailure(ended.cause)
  const all = measured(verdict, before)
  rmSync(folder, { recursive: true, force: true })
  return all
}
