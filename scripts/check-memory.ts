/**
 * How much memory selections within a limit take, beside what their plans say: `npm run check:memory`. Fails where one took more than its plan,
 * or where a plan says more than three times what was taken: then its constants no longer fit.
 */
import { spawnSync, type SpawnSyncReturns } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { npy } from "../packages/datasets/test/npy.ts"
import { parquetLists } from "../packages/datasets/test/parquet.ts"
import { type Check, runChecks } from "./checks.ts"
import { root } from "./sources.ts"

/** A selection: of so many vectors of so many numbers, by a strategy, within a limit. */
export interface Case {
  readonly rows: number
  readonly cols: number
  readonly strategy: string
  readonly memory: string
  /** Rows of a row group, where the pool is a Parquet file. Default: it is an `.npy` file. */
  readonly group?: number
  /** What else the command is told. */
  readonly more?: ReadonlyArray<string>
  /** Whether it is asked twice, the second time with what the first kept and a label more. */
  readonly isCarried?: boolean
}

/** Vectors in a hundred groups. */
const vectors = ({ cols, rows }: Case): Float32Array =>
  Float32Array.from({ length: rows * cols }, (_, at) => {
    const row = Math.floor(at / cols), col = at % cols
    return ((row % 100) * 7919 + col * 104729) % 1009 / 50 + (row * 40503 + col * 2654435761) % 977 / 977
  })

const UNITS: { readonly [unit: string]: number } = { kB: 1e3, MB: 1e6, GB: 1e9 }

/** The bytes that follow some words. */
const bytesAfter = (words: string, text: string): number => {
  const [, number = "0", unit = ""] = new RegExp(`${words} ([0-9.]+) ([kMG]B)`).exec(text) ?? []
  return Number(number) * (UNITS[unit] ?? Number.NaN)
}

/** What the plan says, and what was taken, in bytes. */
export interface Taken {
  readonly planned: number
  readonly taken: number
}

/** The same vectors, a list a row, with ids. */
const parquetOf = (one: Case): Uint8Array => {
  const data = vectors(one), { cols, group = 0, rows } = one
  const ids = Array.from({ length: rows }, (_, row) => `item-${row}`)
  return parquetLists(ids, ids.map((_, row) => Array.from(data.subarray(row * cols, (row + 1) * cols))), {
    rowGroupSize: group
  })
}

/** Puts the pool into a folder; its path. */
const put = (folder: string, one: Case): string => {
  const path = join(folder, one.group === undefined ? "pool.npy" : "pool.parquet")
  writeFileSync(path, one.group === undefined ? npy("f4", vectors(one), [one.rows, one.cols]) : parquetOf(one))
  return path
}

/** Asks twice, with labels of the first rows; what the second one printed. */
const carried = (folder: string, run: (...more: ReadonlyArray<string>) => SpawnSyncReturns<string>) => {
  const labels = join(folder, "labels.csv"), kept = join(folder, "kept")
  const write = (count: number) =>
    writeFileSync(labels, ["id,label", ...Array.from({ length: count }, (_, row) => `${row},a`)].join("\n") + "\n")
  write(100)
  run("--labels", labels, "--carry", kept)
  write(110)
  return run("--labels", labels, "--carry", kept)
}

/** Runs a selection as a process of its own. */
export const taken = (one: Case): Taken => {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-memory-"))
  try {
    const path = put(folder, one)
    const program = join(root, "packages", "cli", "bin", "marginalia.mjs")
    const asked = [
      "select",
      path,
      "-s",
      one.strategy,
      "-b",
      "10",
      "--memory",
      one.memory,
      "--threads",
      "2",
      ...one.more ?? []
    ]
    const run = (...more: ReadonlyArray<string>) =>
      spawnSync(process.execPath, [program, ...asked, ...more], { encoding: "utf8" })
    const { stderr } = one.isCarried === true ? carried(folder, run) : run()
    return { planned: bytesAfter("memory: at most", stderr), taken: bytesAfter("at its highest:", stderr) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What is wrong with what was taken beside what was planned. */
export const problemsOf = ({ planned, taken }: Taken): ReadonlyArray<string> => {
  const said = `${Math.round(taken / 1e6)} MB were taken, and ${Math.round(planned / 1e6)} MB planned`
  if (!(taken > 0 && planned > 0)) return ["the command told neither plan nor memory"]
  return taken > planned || planned > 3 * taken ? [said] : []
}

/** All that are tried, from small pools to such as take a minute. */
const arrays: ReadonlyArray<Case> = ["random", "kcenter", "kmeans", "supclust", "distinct", "density-weighted"].flatMap(
  (strategy) =>
    [[20_000, 64], [100_000, 128], [400_000, 256]].map(([rows = 0, cols = 0]) => ({
      rows,
      cols,
      strategy: strategy === "density-weighted" ? "top(density-weighted(uniform))" : strategy,
      memory: "1GB"
    }))
)

/** Parquet in row groups of several sizes. */
const packed: ReadonlyArray<Case> = ["random", "kcenter", "supclust"].flatMap((strategy) =>
  [[50_000, 64, 5_000], [100_000, 64, 50_000], [200_000, 64, 20_000]].map(([rows = 0, cols = 0, group = 0]) => ({
    rows,
    cols,
    strategy,
    memory: "1GB",
    group
  }))
)

/** What takes memory for something else than passes: samples, batches, what is kept from round to round. */
const others: ReadonlyArray<Case> = [[100_000, 128], [400_000, 256]].flatMap(([rows = 0, cols = 0]) => [
  ...["supclust(reference=1000)", "maxherding(reference=5000)", "facility-location(reference=5000)"].map((
    strategy
  ) => ({
    rows,
    cols,
    strategy,
    memory: "1GB"
  })),
  { rows, cols, strategy: "kmeans", memory: "1GB", more: ["--clusterer", "mini-batch"] },
  { rows, cols, strategy: "kcenter", memory: "1GB", isCarried: true }
])

/** All rows in memory, with what a covering remembers of them: of as many as have room, and of some. */
const whole: ReadonlyArray<Case> = [8000, 20_000].flatMap((rows) =>
  ["1GB", "400MB"].map((memory) => ({ rows, cols: 64, strategy: "maxherding", memory }))
)

const cases = [...arrays, ...packed, ...others, ...whole]

const checkOf = (one: Case): Check => ({
  name: `${one.strategy}, ${one.rows} × ${one.cols}, --memory ${one.memory}${
    one.group === undefined ? "" : `, Parquet in row groups of ${one.group}`
  }${(one.more ?? []).map((word) => ` ${word}`).join("")}${one.isCarried === true ? ", carried" : ""}`,
  run: () => {
    const found = taken(one)
    console.log(`       ${Math.round(found.taken / 1e6)} MB of ${Math.round(found.planned / 1e6)} MB planned`)
    return problemsOf(found)
  }
})

if (process.argv[1] === fileURLToPath(import.meta.url)) await runChecks(cases.map(checkOf))
