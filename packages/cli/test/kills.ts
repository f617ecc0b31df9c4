/**
 * Kills a running experiment again and again, and goes on with it: is the end what it would have been?
 *
 * `npm run check:kills` does it a hundred times. SIGKILL goes to the first process alone, at a moment
 * drawn from the seed between its start and the time that an unkilled run takes; its workers have to follow by themselves.
 */
import * as Rng from "@marginalia/core/Rng"
import { digest, readJournal } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const bin = fileURLToPath(new URL("../bin/marginalia.mjs", import.meta.url))

/** How much is run. */
export interface Size {
  readonly strategies: ReadonlyArray<string>
  readonly rounds: number
  readonly seeds: number
}

const whole: Size = { strategies: ["random", "margin", "supclust"], rounds: 3, seeds: 2 }

/** Two units, for a test: a process each. */
export const short: Size = { strategies: ["random", "margin"], rounds: 2, seeds: 1 }

const experiment = ({ rounds, seeds, strategies }: Size): string => `
name: kills
data: digits
strategies: [${strategies.join(", ")}]
budget: 10
rounds: ${rounds}
seeds: ${seeds}
`

interface Attempt {
  readonly stdout: string
  readonly killed: boolean
  readonly milliseconds: number
  /** The workers that were there when it was killed. */
  readonly workers: ReadonlyArray<number>
}

const childrenOf = (pid: number): ReadonlyArray<number> => {
  const file = `/proc/${pid}/task/${pid}/children`
  return existsSync(file) ? readFileSync(file, "utf8").trim().split(" ").filter((text) => text !== "").map(Number) : []
}

/** Runs the experiment in a folder, or goes on with it, and kills it after some milliseconds. */
const attempt = (file: string, out: string, killAfter: number | undefined): Promise<Attempt> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, [bin, "run", file, "--out", out, "--jobs", "2", "--resume"])
    let stdout = "", stderr = "", workers: ReadonlyArray<number> = []
    const kill = (): void => {
      workers = childrenOf(child.pid!)
      child.kill("SIGKILL")
    }
    const timer = killAfter === undefined ? undefined : setTimeout(kill, killAfter)
    child.stdout.on("data", (text) => stdout += String(text))
    child.stderr.on("data", (text) => stderr += String(text))
    child.on("close", (code, signal) => {
      clearTimeout(timer)
      const killed = signal === "SIGKILL"
      if (code === 0 || killed) resolve({ stdout, killed, workers, milliseconds: performance.now() - started })
      else reject(new Error(`the command ended with ${code ?? signal}: ${stderr}`))
    })
  })

const unitsOf = ({ seeds, strategies }: Size): ReadonlyArray<string> =>
  strategies.flatMap((strategy) =>
    Array.from({ length: seeds }, (_, seed) => join("units", "digits", strategy, `${seed}.db`))
  )

/** What all journals say, whatever the time it took. */
const resultAt = async (out: string, size: Size): Promise<string> => {
  const contents = await Promise.all(unitsOf(size).map((unit) => Effect.runPromise(readJournal(join(out, unit)))))
  return contents.map(({ entries }) => digest(entries)).join(" ")
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** How many of the processes are still there after a minute: one that waits for the disk ends when the disk has answered. */
const survivors = async (pids: ReadonlyArray<number>): Promise<number> => {
  for (let wait = 0; wait < 600 && pids.some(isAlive); wait++) await new Promise((resolve) => setTimeout(resolve, 100))
  return pids.filter(isAlive).length
}

/** What came of the kills. */
export interface Kills {
  readonly kills: number
  /** Experiments that were killed and came to their end. */
  readonly finished: number
  /** Of these, how many ended as the one that was never killed: tables and journals. */
  readonly same: number
  /** Workers that outlived their parent. */
  readonly orphans: number
}

/** Kills `count` times, then lets the last experiment come to its end. */
export const kills = async (count: number, seed: number, size: Size = whole): Promise<Kills> => {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-run-kills-"))
  const file = join(folder, "kills.yaml"), key = Rng.fromSeed(seed)
  writeFileSync(file, experiment(size))
  try {
    const never = await attempt(file, join(folder, "never"), undefined)
    const expected = await resultAt(join(folder, "never"), size)
    let killed = 0, finished = 0, same = 0, orphans = 0
    for (let n = 0, tries = 0, before = 0; killed < count || before > 0; tries++) {
      const out = join(folder, `run-${n}`)
      const after = killed < count ? Rng.uniform(key, tries) * never.milliseconds : undefined
      const one = await attempt(file, out, after)
      orphans += await survivors(one.workers)
      if (one.killed) {
        killed++
        before++
        continue
      }
      if (before > 0) finished++
      if (before > 0 && one.stdout === never.stdout && (await resultAt(out, size)) === expected) same++
      n++
      before = 0
    }
    return { kills: killed, finished, same, orphans }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const result = await kills(Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1))
  console.log(`${result.kills} kills; ${result.same} of ${result.finished} experiments ended as if never killed`)
  console.log(`${result.orphans} workers outlived their parent`)
  process.exitCode = result.same === result.finished && result.orphans === 0 ? 0 : 1
}
