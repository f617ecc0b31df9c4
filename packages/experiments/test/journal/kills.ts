/**
 * Kills an experiment again and again, at random moments, and resumes it: `node kills.ts 100`.
 *
 * The table must be the one of an experiment that nobody killed.
 */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { digest, readJournal } from "../../src/journal.ts"

const child = new URL("child.ts", import.meta.url).pathname

interface Attempt {
  readonly output: string
  readonly killed: boolean
}

/** Runs the child once, and kills it some milliseconds after it starts the experiment. */
const attempt = (path: string, killAfter: number | undefined): Promise<Attempt> =>
  new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, path], { stdio: ["ignore", "pipe", "pipe"] })
    let [output, errors] = ["", ""]
    running.stdout.on("data", (text) => {
      if (output === "" && killAfter !== undefined) setTimeout(() => running.kill("SIGKILL"), killAfter)
      output += String(text)
    })
    running.stderr.on("data", (text) => errors += String(text))
    running.on("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve({ output, killed: signal === "SIGKILL" })
      else reject(new Error(`the child ended with ${code ?? signal}: ${errors}`))
    })
  })

const resultAt = async (path: string) => digest((await Effect.runPromise(readJournal(path))).entries)

const roundsAt = (path: string): Promise<number> =>
  Effect.runPromise(
    readJournal(path).pipe(
      Effect.map(({ entries }) => entries.filter(({ event }) => event._tag === "Round").length),
      Effect.orElseSucceed(() => 0)
    )
  )

/** What came of the kills. `rounds` says how many rounds were on the disk after each. */
export interface Kills {
  readonly expected: string
  readonly results: ReadonlyArray<string>
  readonly rounds: ReadonlyArray<number>
  readonly gaps: number
}

/** Kills until it has killed `count` times, at moments drawn from the seed; a finished experiment is started anew. */
export const kills = async (count: number, longest: number, seed: number): Promise<Kills> => {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-kills-"))
  const at = (n: number) => join(folder, `run-${n}.db`)
  const key = Rng.fromSeed(seed)
  const results: Array<string> = []
  const rounds: Array<number> = []
  let gaps = 0
  try {
    await attempt(at(0), undefined)
    const expected = await resultAt(at(0))
    for (let n = 1, tries = 0; rounds.length < count || results.length === 0; tries++) {
      const after = rounds.length < count ? Rng.uniform(key, tries) * longest : undefined
      const { killed, output } = await attempt(at(n), after)
      if (output.includes("gap")) gaps++
      if (killed) rounds.push(await roundsAt(at(n)))
      else results.push(await resultAt(at(n++)))
    }
    return { expected, results, rounds, gaps }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const count = Number(process.argv[2] ?? 100)
  const { expected, gaps, results, rounds } = await kills(count, 400, Number(process.argv[3] ?? 1))
  const same = results.every((result) => result === expected)
  console.log(`${count} kills, with ${rounds.join(" ")} rounds on the disk; gaps: ${gaps}`)
  console.log(`${results.length} experiments finished, ${same ? "all" : "NOT all"} as if never killed (${expected})`)
  process.exitCode = same && gaps === 0 ? 0 : 1
}
