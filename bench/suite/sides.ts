/** Running both sides of a row: a process each, in turns, so that a busy machine is busy for both. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Row } from "./rows.ts"
import { type Task, taskOf, type Told } from "./task.ts"

/** A program of Python's, and what it has. */
export interface Python {
  readonly command: string
  readonly version: string
  /** By package, its version. */
  readonly packages: ReadonlyMap<string, string>
  /** What multiplies matrices, in words. */
  readonly multiplies: string
}

/** How a row went: pairs of runs, one a seed; the peer's are missing where it is. */
export interface Measured {
  readonly row: Row
  readonly pairs: ReadonlyArray<{ readonly ours: Told; readonly theirs: Told | undefined }>
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Settings that tune a library for one machine, and slow it on another: a peer runs without any. */
const TUNING = /^(?:OPENBLAS|MKL|BLIS|GOTO|VECLIB|NUMEXPR|KMP|OMP)_/

/** The environment of both sides: so many threads, and nothing that tunes. */
export const environment = (threads: number): NodeJS.ProcessEnv => {
  const plain = Object.entries(process.env).filter(([name]) => !TUNING.test(name)), n = String(threads)
  return { ...Object.fromEntries(plain), OMP_NUM_THREADS: n, OPENBLAS_NUM_THREADS: n, MKL_NUM_THREADS: n }
}

interface Spoken {
  readonly text: string
  readonly problem: string | undefined
}

const run = (command: string, args: ReadonlyArray<string>, threads: number): Spoken => {
  const options = { env: environment(threads), encoding: "utf8", maxBuffer: 2 ** 28 } as const
  const { error, status, stderr, stdout } = spawnSync(command, args, options)
  const problem = error?.message ?? (status === 0 ? undefined : stderr.trim().split("\n").at(-1) ?? `exit ${status}`)
  return { text: stdout ?? "", problem }
}

interface About {
  readonly python: string
  readonly packages: Readonly<Record<string, string | null>>
  readonly multiplies: ReadonlyArray<Readonly<Record<string, string | number>>>
}

/** The Python to compare with; undefined where there is none. */
export const pythonAt = (command: string, packages: ReadonlyArray<string>, threads: number): Python | undefined => {
  const { problem, text } = run(command, [here("../peers/about.py"), JSON.stringify(packages)], threads)
  if (problem !== undefined) return undefined
  const about = JSON.parse(text) as About
  const words = about.multiplies.map((one) =>
    `${one["internal_api"]} ${one["version"]} (${one["architecture"] ?? "?"})`
  )
  return {
    command,
    version: about.python,
    packages: new Map(Object.entries(about.packages).flatMap(([name, is]) => is === null ? [] : [[name, is] as const])),
    multiplies: words.join(", ") || "numpy is not here"
  }
}

const oneSide = (command: string, script: string, task: Task): Told => {
  const { problem, text } = run(command, [here(script), JSON.stringify(task)], task.threads)
  if (problem !== undefined) throw new Error(`${task.row}: ${script}: ${problem}`)
  return JSON.parse(text.trim().split("\n").at(-1)!) as Told
}

/** The packages that a row's peer lacks here. */
export const lacking = ({ needs }: Row, python: Python | undefined): ReadonlyArray<string> =>
  needs.filter((name) => python?.packages.has(name) !== true)

/** Measures a row so many times; our side alone where the peer's packages are not here. */
export const measure = (
  row: Row,
  size: Row["size"],
  { python, runs, threads }: { readonly python: Python | undefined; readonly runs: number; readonly threads: number }
): Measured => {
  const task = taskOf(row.name, size, threads), alone = lacking(row, python).length > 0
  const pairs = Array.from({ length: runs }, (_, seed) => {
    const ours = () => oneSide(process.execPath, "ours.ts", { ...task, seed })
    const theirs = () => alone ? undefined : oneSide(python!.command, `../peers/${row.script}`, { ...task, seed })
    // The first of two has the caches cold: each side is first in every other pair.
    if (seed % 2 === 0) {
      const first = ours()
      return { ours: first, theirs: theirs() }
    }
    const first = theirs()
    return { ours: ours(), theirs: first }
  })
  return { row, pairs }
}
