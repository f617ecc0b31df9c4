/**
 * Tries every property with many seeds: `npm run check:properties -- [--seeds 10] [--seed N] [--most 20] [--jobs 2] [PATH…]`.
 *
 * Each test file is imported once; tests that draw run once a seed, the others once. The seeds follow from the first,
 * which is printed. A property that has taken `--most` seconds gets no further seed (0: without end); how many had fewer is
 * said. A failure names file, test and path, and the command that draws the same again. Ends with `N passed, N failed`
 * (properties), and exits with 1 when a test fails.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { drawing } from "./seeds/files.ts"
import { describeFailure, readReport, type Report } from "./seeds/report.ts"
import { COUNT, firstSeed, MOST, SEED } from "./seeds/seeds.ts"
import { totalsLine } from "./totals.ts"

const root = fileURLToPath(new URL("../", import.meta.url)).replace(/\/$/, "")

const whole = (name: string, text: string): number => {
  const n = Number(text)
  if (Number.isInteger(n) && n >= 1) return n
  throw new Error(`--${name} is "${text}", and should be a whole number from 1`)
}

const seconds = (text: string): number => {
  const n = Number(text)
  if (n >= 0 && text.trim() !== "") return n
  throw new Error(`--most is "${text}", and should be a number of seconds from 0`)
}

interface Options {
  readonly seeds: number
  readonly first: number
  readonly jobs: number
  /** Seconds a property. */
  readonly most: number
  readonly filters: ReadonlyArray<string>
}

const read = (): Options => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: "string" },
      seed: { type: "string" },
      most: { type: "string" },
      jobs: { type: "string" }
    }
  })
  return {
    seeds: whole("seeds", values.seeds ?? "10"),
    first: firstSeed(values.seed === undefined ? process.env : { [SEED]: values.seed }),
    jobs: whole("jobs", values.jobs ?? "2"),
    most: seconds(values.most ?? "20"),
    filters: positionals
  }
}

/** Runs vitest on the files; gives its report. */
const runVitest = (
  folder: string,
  files: ReadonlyArray<string>,
  { first, jobs, most, seeds }: Options
): Report => {
  const report = join(folder, "report.json")
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`, `--maxWorkers=${jobs}`]
  const { signal, status } = spawnSync(process.execPath, [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    ...reporters,
    ...files
  ], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, [SEED]: String(first), [COUNT]: String(seeds), [MOST]: String(most) }
  })
  if (!existsSync(report)) {
    throw new Error(`vitest wrote no report and ended with ${signal ?? status}; what it said is above`)
  }
  return JSON.parse(readFileSync(report, "utf8")) as Report
}

const tell = (report: Report, { first, seeds }: Options): boolean => {
  const { failures, fewer, held, once, runs } = readReport(
    seeds,
    report,
    (path) => relative(root, path).replaceAll("\\", "/")
  )
  for (const failure of failures) console.log(describeFailure(failure))
  console.log(`${runs} runs of properties, ${seeds} seeds from ${first}; ${once} tests draw nothing and ran once`)
  if (fewer > 0) console.log(`${fewer} properties took so long that they had fewer seeds; --most 0 gives them all`)
  console.log(totalsLine({ passed: held, failed: failures.length, skipped: 0 }))
  return failures.length === 0 && held > 0
}

const main = (): boolean => {
  const options = read()
  const files = drawing(options.filters)
  if (files.length === 0) throw new Error(`no test file that draws has a path with ${options.filters.join(" or ")}`)
  const folder = mkdtempSync(join(tmpdir(), "marginalia-properties-"))
  try {
    return tell(runVitest(folder, files, options), options)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

try {
  if (!main()) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
