/**
 * Tries every property with many seeds:
 * `npm run check:properties -- [--seeds 10] [--seed N] [--most S] [--jobs 2] [--ledger FILE] [PATH…]`.
 *
 * Each test file is imported once, in a process of its own; tests that draw run once a seed, those that draw often with
 * all of their cases (a sixth of them in `npm test`), the others once. The seeds follow from the first, which is
 * printed. A property that has taken `--most` seconds gets no further seed (0, the default: without end); how many had
 * fewer is said. With `--ledger`, what came of each file is kept as it ends: the same
 * command goes on where it was ended, and tries again what failed. Ends with a table, a line for each failure with the
 * command that draws the same again, and `N passed, N failed` (properties); exits with 1 when a test fails.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { RUNS } from "../packages/core/test/runs.ts"
import { compiledOnce } from "./compile-cache.ts"
import { drawing } from "./seeds/files.ts"
import { type Asked, askedOf, begin, enter, entriesOf, LEDGER } from "./seeds/ledger.ts"
import { together } from "./seeds/report.ts"
import { COUNT, firstSeed, MOST, SEED } from "./seeds/seeds.ts"
import { describe } from "./seeds/table.ts"
import { root } from "./sources.ts"

/** Milliseconds that one run of a property may take: long, because this runs where other things run too. */
const LONGEST = 900_000

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

interface Options extends Asked {
  readonly jobs: number
  readonly ledger: string | undefined
  readonly filters: ReadonlyArray<string>
}

/** The first seed: the one given, the one the ledger began with, or as `npm test` begins. */
const firstOf = (given: string | undefined, ledger: string | undefined): number => {
  if (given !== undefined) return firstSeed({ [SEED]: given })
  return (ledger === undefined ? undefined : askedOf(ledger)?.first) ?? firstSeed(process.env)
}

const read = (): Options => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: "string" },
      seed: { type: "string" },
      most: { type: "string" },
      jobs: { type: "string" },
      ledger: { type: "string" }
    }
  })
  return {
    seeds: whole("seeds", values.seeds ?? "10"),
    first: firstOf(values.seed, values.ledger),
    jobs: whole("jobs", values.jobs ?? "2"),
    most: seconds(values.most ?? "0"),
    ledger: values.ledger,
    filters: positionals
  }
}

/** Runs vitest on the files; each enters the ledger as it ends. Gives how vitest ended, when not well. */
const runVitest = (
  ledger: string,
  files: ReadonlyArray<string>,
  { first, jobs, most, seeds }: Options
): string | undefined => {
  const { signal, status } = spawnSync(process.execPath, [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=dot",
    "--reporter=./scripts/seeds/reporter.ts",
    `--maxWorkers=${jobs}`,
    `--testTimeout=${LONGEST}`,
    ...files
  ], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      ...compiledOnce(root),
      [RUNS]: "all",
      [SEED]: String(first),
      [COUNT]: String(seeds),
      [MOST]: String(most),
      [LEDGER]: ledger
    }
  })
  return status === 0 ? undefined : `vitest ended with ${signal ?? status}; what it said is above`
}

/** Enters what the run itself could not: a file whose process died, or an error beside all tests. */
const enterTheRest = (ledger: string, files: ReadonlyArray<string>, seeds: number, ended: string): void => {
  const known = entriesOf(ledger)
  const missing = files.filter((file) => known.every((entry) => entry.file !== file))
  for (const file of missing) enter(ledger, { file, message: `it did not end: ${ended}`, seconds: 0, tests: [] })
  if (together(seeds, entriesOf(ledger)).failures.length > 0) return
  enter(ledger, { file: "vitest", message: ended, seconds: 0, tests: [] })
}

const tryAll = (ledger: string, options: Options): boolean => {
  const files = drawing(options.filters)
  if (files.length === 0) throw new Error(`no test file that draws has a path with ${options.filters.join(" or ")}`)
  const { first, most, seeds } = options
  const done = begin(ledger, { seeds, first, most })
  const left = files.filter((file) => !done.has(file))
  const ended = left.length === 0 ? undefined : runVitest(ledger, left, options)
  if (ended !== undefined) enterTheRest(ledger, left, seeds, ended)
  const entries = entriesOf(ledger).filter(({ file }) => files.includes(file) || file === "vitest")
  console.log(describe(options, entries))
  const { failures, held } = together(seeds, entries)
  return failures.length === 0 && held > 0
}

const main = (): boolean => {
  const options = read()
  if (options.ledger !== undefined) return tryAll(options.ledger, options)
  const folder = mkdtempSync(join(tmpdir(), "marginalia-properties-"))
  try {
    return tryAll(join(folder, "ledger.jsonl"), options)
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
