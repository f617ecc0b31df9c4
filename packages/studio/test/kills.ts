/**
 * Kills a labeling server's project again and again while acts come in: is everything there that was acknowledged, and once?
 *
 * `node packages/studio/test/kills.ts 200` does it two hundred times. A child opens the project and does acts as fast as it can, many
 * at a time, each told on its standard output when, and not before, it is acknowledged. SIGKILL comes at a moment drawn from
 * the seed. What was not acknowledged is sent again under its nonce by the next child, as a page would.
 */
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { openProject, readProject } from "../src/project/project.ts"
import { created, label } from "./project.ts"

const SIZE = 5000

/** So many acts are under way at the same time. */
const TOGETHER = 16

/** The act number `n`: its item and class follow from it. */
const actOf = (n: number) => label([(n * 7) % SIZE], n % 3, { nonce: `act ${n}` })

/** What the child does: acts from number `from` on, until it is killed. */
const work = (folder: string, from: number): Promise<never> =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const { act } = yield* openProject(folder, created(SIZE))
    process.stdout.write("open\n")
    let next = from
    const one = Effect.suspend(() => {
      const n = next++
      return Effect.tap(act(actOf(n)), ({ seq }) => Effect.sync(() => process.stdout.write(`${n} ${seq}\n`)))
    })
    return yield* Effect.all(Array.from({ length: TOGETHER }, () => Effect.forever(one)), { concurrency: "unbounded" })
  }))) as Promise<never>

interface Life {
  /** Acts by number with the seq that they were acknowledged under. */
  readonly acknowledged: ReadonlyMap<number, number>
}

/** Lets a child work, and kills it `after` milliseconds from when it wrote `sign`: from its opening, or its first act. */
const live = (folder: string, from: number, after: number, sign: string): Promise<Life> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), "--work", folder, String(from)])
    let stdout = "", stderr = "", armed = false
    child.stdout.on("data", (bytes) => {
      stdout += String(bytes)
      if (armed || !stdout.includes(sign)) return
      armed = true
      setTimeout(() => child.kill("SIGKILL"), after)
    })
    child.stderr.on("data", (bytes) => stderr += String(bytes))
    child.on("close", (code, signal) => {
      if (signal !== "SIGKILL") return reject(new Error(`the child ended with ${code ?? signal}: ${stderr}`))
      const lines = stdout.split("\n").slice(1, -1).map((line) => line.split(" ").map(Number))
      resolve({ acknowledged: new Map(lines.map(([n, seq]) => [n!, seq!])) })
    })
  })

/** What came of the kills. */
export interface Kills {
  readonly kills: number
  /** Acts that were acknowledged. */
  readonly acknowledged: number
  /** Of these, how many are not in the journal under the number that they were told. */
  readonly lost: number
  /** Acts that are in the journal more than once. */
  readonly twice: number
  /** Acts that were acknowledged again, under another number. */
  readonly otherwise: number
  /** Events that were on the disk and not acknowledged when the kill came; they are answered when they are sent again. */
  readonly unheard: number
}

const noncesIn = (folder: string): Promise<ReadonlyMap<string, ReadonlyArray<number>>> =>
  Effect.runPromise(Effect.map(readProject(folder), ({ entries }) => {
    const seqs = new Map<string, Array<number>>()
    for (const { event, seq } of entries) {
      if ("nonce" in event) seqs.set(event.nonce, [...(seqs.get(event.nonce) ?? []), seq])
    }
    return seqs
  }))

/** Kills `count` times at moments within `within` milliseconds, drawn by `seed`. */
export const kills = async (count: number, seed: number, within = 400): Promise<Kills> => {
  const home = mkdtempSync(join(tmpdir(), "marginalia-label-kills-")), folder = join(home, "kills.marginalia")
  const key = Rng.fromSeed(seed), acknowledged = new Map<number, number>()
  let unheard = 0, otherwise = 0
  try {
    for (let n = 0; n < count; n++) {
      // The first that is not known to be written, and all after it, are sent again.
      let from = 0
      while (acknowledged.has(from)) from++
      const life = await live(folder, from, Rng.uniform(key, n) * within, n % 2 === 0 ? " " : "open")
      for (const [act, seq] of life.acknowledged) {
        if ((acknowledged.get(act) ?? seq) !== seq) otherwise++
        acknowledged.set(act, seq)
      }
      unheard += (await noncesIn(folder)).size - acknowledged.size
    }
    const seqs = await noncesIn(folder)
    const lost = [...acknowledged].filter(([n, seq]) => seqs.get(`act ${n}`)?.[0] !== seq).length
    const twice = [...seqs.values()].filter(({ length }) => length > 1).length
    return { kills: count, acknowledged: acknowledged.size, lost, twice, otherwise, unheard }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const [, file, first, second, third] = process.argv
if (file === fileURLToPath(import.meta.url)) {
  if (first === "--work") await work(second!, Number(third))
  const count = Number(first ?? 200), result = await kills(count, 1)
  console.log(JSON.stringify(result))
  if (result.lost + result.twice + result.otherwise > 0) process.exitCode = 1
}
