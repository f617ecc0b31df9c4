/**
 * The peak memory of SUPClust, budget 100, on the benchmark's pool: of the whole process, Node included, for the command
 * as it is published (build packages/cli first).
 *
 *     node bench/memory.ts [strategy]
 */
import { spawnSync } from "node:child_process"
import { statSync } from "node:fs"
import { poolFile } from "./pool.ts"

const strategy = process.argv[2] ?? "supclust"
const file = poolFile()
const program = `
import { writeSync } from "node:fs"
process.on("exit", () => writeSync(2, "peak " + process.resourceUsage().maxRSS + " KiB"))
`

/** The peak of a run of the command, in bytes. */
const peak = (...args: ReadonlyArray<string>): number => {
  const preload = `data:text/javascript,${encodeURIComponent(program)}`
  const command = ["--import", preload, "packages/cli/dist/main.js", ...args]
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" })
  const found = /peak (\d+) KiB/.exec(stderr)
  if (status !== 0 || found === null) throw new Error(`is packages/cli built? ${stderr}`)
  return Number(found[1]) * 1024
}

const bytes = statSync(file).size
const megabytes = (n: number): string => `${(n / 1e6).toFixed(0)} MB`
console.log(`the pool ${megabytes(bytes)}, the command alone (--help) ${megabytes(peak("--help"))}`)
const used = peak("select", file, "--strategy", strategy, "--budget", "100", "--format", "ids")
console.log(`${strategy} ${megabytes(used)} (bar ${megabytes(1.5 * bytes + 150e6)}: 1.5 × the pool + 150 MB)`)
