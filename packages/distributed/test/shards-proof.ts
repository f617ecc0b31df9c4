/**
 * The long proof of a pool over machines: `npm run check:shards -- [rows]` (60,000 by default, of 32 numbers).
 *
 * Twelve parts on three machines, each a process; one is killed in the midst of SUPClust's k-means, and another comes in its place; one is
 * frozen, and wakes again. The picks, scores and traces have to be those of one memory, and no wait longer than 15 seconds.
 */
import * as Progress from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { servings } from "../src/index.ts"
import { holdersOf } from "./holders.ts"
import { alone, type Asked, inMemory, overMachines, told, within } from "./machines.ts"
import { writeParts } from "./parts.ts"
import { lacking, startPostgres } from "./postgres.ts"
import { type Running, start } from "./processes.ts"

const rows = Number(process.argv[2] ?? 60_000), PARTS = 12, PAUSE = 15_000
const reason = lacking()
if (reason !== undefined) {
  console.log(`skipped: ${reason}`)
  process.exit(0)
}

const began = performance.now()
const say = (text: string): void =>
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${text}`)
let failed = 0
const check = (what: string, holds: boolean): void => {
  if (!holds) failed++
  say(`${holds ? "holds" : "FAILS"}: ${what}`)
}

const folder = mkdtempSync(join(tmpdir(), "marginalia-shards-")), postgres = await startPostgres(), { url } = postgres
const sizes = Array.from({ length: PARTS }, (_, i) => Math.max(1, Math.floor(rows / PARTS) + (i % 2 === 0 ? 37 : -37)))
const whole = writeParts(folder, sizes, 32)
const machine = (): Running =>
  start(["shard", "serve", "--pool", join(folder, "part-*.npy"), "--shards", url, "-t", "1"], folder)
const machines = [machine(), machine(), machine()]
const wait = async (count: number): Promise<void> => {
  const there = async () => {
    const all = await Effect.runPromise(alone(within(url, servings)))
    return new Set(all.filter(({ silent }) => silent < 5).map((one) => one.machine)).size
  }
  while (await there() !== count) await new Promise((resolve) => void setTimeout(resolve, 200))
}

/** The highest memory of a process, in MB, where the system tells it. */
const memoryOf = ({ pid }: Running): string => {
  try {
    return `${Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1000)} MB`
  } catch {
    return "unknown"
  }
}

/** Asks, does something to the machine that has the first part when a step has come so far, and tells the longest wait after that. */
const disturbed = async (asked: Asked, step: string, at: number, disturb: (one: Running) => void) => {
  const [holder] = await Effect.runPromise(alone(holdersOf(url)))
  const one = machines.find(({ pid }) => holder!.includes(`/${pid}-`))!
  let since: number | undefined, last = 0, longest = 0
  const report = (event: Progress.Event) =>
    Effect.sync(() => {
      const now = performance.now()
      if (since !== undefined) longest = Math.max(longest, now - last)
      if (since === undefined && event.step.startsWith(step) && event.done >= at) {
        since = now
        disturb(one)
      }
      last = now
    })
  const before = performance.now()
  const found = await Effect.runPromise(
    alone(overMachines(url, asked, 30_000).pipe(Effect.provideService(Progress.Progress, { report })))
  )
  say(
    `${asked.text}: ${((performance.now() - before) / 1000).toFixed(1)} s, the longest wait ${
      (longest / 1000).toFixed(1)
    } s`
  )
  return { found, longest, disturbed: since !== undefined, one }
}

const sameAs = async (asked: Asked, found: Awaited<ReturnType<typeof disturbed>>["found"]): Promise<boolean> =>
  isDeepStrictEqual(told(found), told(await Effect.runPromise(alone(inMemory(asked, whole)))))

try {
  await wait(3)
  say(`${PARTS} parts of ${rows} rows on 3 machines`)
  const supclust = { text: "supclust", budget: 40 }
  const quiet = await disturbed(supclust, "nothing", 0, () => {})
  check("the picks, scores and trace of SUPClust are those of one memory", await sameAs(supclust, quiet.found))
  const killed = await disturbed(supclust, "kmeans", 20, (one) => one.kill("SIGKILL"))
  check("a machine was killed in the midst of k-means", killed.disturbed && !killed.one.alive())
  check("the same with a machine killed", await sameAs(supclust, killed.found))
  check("nobody waited for more than 15 seconds", killed.longest <= PAUSE)
  machines.push(machine())
  await wait(3)
  const frozen = await disturbed(supclust, "kmeans", 20, (one) => one.kill("SIGSTOP"))
  check(
    "the same with a machine that is frozen, as one that is cut off",
    frozen.disturbed && await sameAs(supclust, frozen.found)
  )
  check("nobody waited for more than 15 seconds", frozen.longest <= PAUSE)
  frozen.one.kill("SIGCONT")
  await wait(3)
  const kcenter = { text: "kcenter", budget: 40 }
  const again = await disturbed(kcenter, "nothing", 0, () => {})
  check("another machine came, and k-center is that of one memory", await sameAs(kcenter, again.found))
  for (const one of machines.filter((each) => each.alive())) say(`a machine's memory at its highest: ${memoryOf(one)}`)
} finally {
  for (const one of machines) one.kill("SIGKILL")
  await Promise.all(machines.map((one) => one.ended))
  postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
say(failed === 0 ? "all of it holds" : `${failed} FAILED`)
process.exitCode = failed === 0 ? 0 : 1
