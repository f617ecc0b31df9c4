/**
 * k-means against scikit-learn: 50,000 × 512 float32, k = 100, one start, 10 seeds.
 *
 * `node bench/kmeans.ts [--threads 1] [--seeds 10] [--rows 50000] [--variant simd]`. The two take turns, seed by seed, in
 * processes of their own, so that a busy machine is busy for both. Bars: 0.4 × scikit-learn's time with the same
 * threads; mean inertia at most 0.5 % above its mean.
 */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { poolFile } from "./pool.ts"

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "1" },
    seeds: { type: "string", default: "10" },
    rows: { type: "string", default: "50000" },
    variant: { type: "string" }
  }
})
const cols = 512
const k = 100
const file = poolFile(Number(values.rows), cols)
const shape = [values.rows, String(cols), String(k)]

interface Run {
  readonly seconds: number
  readonly seeding?: number
  readonly inertia: number
  readonly iterations: number
  readonly peak: number
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Runs a command that prints JSON lines; `undefined` when it cannot run. */
const run = (command: string, args: ReadonlyArray<string>): Run | undefined => {
  const env = { ...process.env, OMP_NUM_THREADS: values.threads, OPENBLAS_NUM_THREADS: values.threads }
  const { status, stdout } = spawnSync(command, args, { env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] })
  if (status !== 0) return undefined
  return Object.assign({}, ...stdout.trim().split("\n").map((line) => JSON.parse(line) as Partial<Run>)) as Run
}

const python = ["/usr/bin/python3", "python3"].find((command) =>
  spawnSync(command, ["-c", "import sklearn, numpy"], { stdio: "ignore" }).status === 0
)
if (python === undefined) console.log("scikit-learn is missing (Debian: python3-sklearn): ours only")

const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => String(i))
const next = (seed: string): string => String(Number(seed) + 1)
const extra = values.variant === undefined ? [] : [values.variant]
const pairs = seeds.map((seed) => {
  const ours = run(process.execPath, [here("kmeans-ours.ts"), ...shape, seed, next(seed), values.threads, ...extra])
  const peer = python === undefined
    ? undefined
    : run(python, [here("peers/kmeans.py"), file, String(k), seed, next(seed)])
  const show = (name: string, of: Run | undefined): string =>
    of === undefined
      ? ""
      : `${name} ${of.seconds.toFixed(2)} s, inertia ${of.inertia.toFixed(1)}, ${of.iterations} iterations, `
        + `peak ${of.peak.toFixed(0)} MiB`
  console.log(`seed ${seed}: ${show("ours", ours)}; ${show("scikit-learn", peer)}`)
  return { ours, peer }
})

const mean = (numbers: ReadonlyArray<number>): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length
const median = (numbers: ReadonlyArray<number>): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!
const both = pairs.flatMap(({ ours, peer }) => ours && peer ? [{ ours, peer }] : [])
if (both.length > 0) {
  const ratio = median(both.map(({ ours, peer }) => ours.seconds / peer.seconds))
  const inertia = mean(both.map(({ ours }) => ours.inertia)) / mean(both.map(({ peer }) => peer.inertia))
  console.log(`time: ${ratio.toFixed(3)} × scikit-learn (median over seeds, ${values.threads} threads; bar 0.4)`)
  console.log(`mean inertia: ${(100 * (inertia - 1)).toFixed(2)} % above scikit-learn's (bar 0.5 %)`)
}
