/**
 * How a selection grows with the pool: time, memory at its highest and bytes read, with the vectors in memory and within a limit. Writes
 * the table and the drawings of docs/scale.md.
 *
 *     node bench/scale.ts [largest N] [limit] [--write]
 *
 * The largest is 1,000,000 by default, the limit 640MB; 3000000 and 1GB take half an hour and 2 GB of disk.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { markdownTable } from "../scripts/strategies-doc/markdown-table.ts"
import { growthPlot } from "./suite/scale-plot.ts"
import { writePool } from "./suite/scale-pool.ts"
import { type ScalePoint, scaleTable, slopes } from "./suite/scale.ts"

const COLS = 128, BUDGET = "100"
const LIMIT = process.argv.find((arg) => /^\d+[MG]i?B$/.test(arg)) ?? "640MB"
const [asked = "1000000"] = process.argv.slice(2).filter((arg) => /^\d+$/.test(arg))
const sizes = [100_000, 200_000, 500_000, 1_000_000, 2_000_000, 3_000_000].filter((rows) => rows <= Number(asked))
const program = fileURLToPath(new URL("../packages/cli/bin/marginalia.mjs", import.meta.url))
const peaks = `
import { writeSync } from "node:fs"
import { isMainThread } from "node:worker_threads"
if (isMainThread) process.on("exit", () => writeSync(2, "peak " + process.resourceUsage().maxRSS + " KiB\\n"))
`

/** One run of the command. */
const run = (pool: string, rows: number, strategy: string, limit: string | undefined): ScalePoint => {
  const flags = ["select", pool, "-s", strategy, "-b", BUDGET, "-f", "json", ...(limit ? ["--memory", limit] : [])]
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(peaks)}`]
  const start = performance.now()
  const { status, stderr, stdout } = spawnSync(process.execPath, [...preload, program, ...flags], {
    encoding: "utf8",
    maxBuffer: 2 ** 28
  })
  const seconds = (performance.now() - start) / 1000
  if (status !== 0) throw new Error(stderr)
  const { picks, trace } = JSON.parse(stdout) as {
    readonly picks: ReadonlyArray<{ readonly position: number }>
    readonly trace: ReadonlyArray<{ readonly step: string; readonly milliseconds: number }>
  }
  return {
    rows,
    strategy,
    limit,
    seconds,
    steps: trace.map(({ milliseconds, step }) => ({ step, seconds: milliseconds / 1000 })),
    peak: Number(/peak (\d+) KiB/.exec(stderr)![1]) * 1024,
    read: /read: ([\d.]+) pass(?:es)?/.exec(stderr)?.[1],
    picks: picks.map(({ position }) => position).join()
  }
}

const folder = join(tmpdir(), `marginalia-scale-${process.pid}`)
mkdirSync(folder)
const points: Array<ScalePoint> = []
try {
  for (const rows of sizes) {
    const pool = join(folder, "pool.npy")
    writePool(pool, rows, COLS)
    for (const strategy of ["kcenter", "supclust"]) {
      for (const limit of [undefined, LIMIT]) {
        const point = run(pool, rows, strategy, limit)
        points.push(point)
        console.log(
          `${strategy} ${rows} ${limit ?? "in memory"}: ${point.seconds.toFixed(1)} s, ${
            (point.peak / 1e6).toFixed(0)
          } MB, ${point.read ?? "1"} passes`
        )
      }
      const [here, there] = points.slice(-2)
      if (here!.picks !== there!.picks) throw new Error(`${strategy} of ${rows}: other picks within the limit`)
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}

const told = [...markdownTable(...scaleTable(points)), "", ...slopes(points)]
console.log(told.join("\n"))
if (process.argv.includes("--write")) {
  const at = (path: string) => fileURLToPath(new URL(`../docs/${path}`, import.meta.url))
  mkdirSync(at("img/scale"), { recursive: true })
  writeFileSync(at("img/scale/seconds.svg"), growthPlot(points, "seconds", ({ seconds }) => seconds))
  writeFileSync(at("img/scale/memory.svg"), growthPlot(points, "memory, MB", ({ peak }) => peak / 1e6))
  const [start, end] = ["<!-- Written by bench/scale.ts -->", "<!-- end of what it wrote -->"]
  const page = readFileSync(at("scale.md"), "utf8"), [before = "", rest = ""] = page.split(start)
  writeFileSync(at("scale.md"), `${before}${start}\n\n${told.join("\n")}\n\n${end}${rest.split(end)[1] ?? ""}`)
}
