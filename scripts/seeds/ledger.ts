/**
 * The ledger of a run with many seeds: a JSON line for what was asked, then one for each test file as it ends. So a run
 * that is ended loses only the files that were running, and the next one with the same ledger goes on with them.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import type { FileReport } from "./report.ts"

/** The environment variable that names the file. */
export const LEDGER = "MARGINALIA_SEED_LEDGER"

/** What a run asks for: a ledger is of one such question. */
export interface Asked {
  readonly seeds: number
  readonly first: number
  /** Seconds a property. */
  readonly most: number
}

const isWhole = (line: string): boolean => {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** The lines that were written to their end: the last one may be broken where the run was ended. */
const linesOf = (path: string): ReadonlyArray<unknown> =>
  readFileSync(path, "utf8").split("\n").filter(isWhole).map((line): unknown => JSON.parse(line))

/** What was asked of the ledger at `path`; nothing where there is none yet. */
export const askedOf = (path: string): Asked | undefined =>
  existsSync(path) ? linesOf(path)[0] as Asked | undefined : undefined

/** What came of the files so far; of one that ran twice, the last time. */
export const entriesOf = (path: string): ReadonlyArray<FileReport> => {
  const entries = linesOf(path).slice(1) as ReadonlyArray<FileReport>
  return [...new Map(entries.map((entry) => [entry.file, entry])).values()]
}

/** Adds what came of a file. */
export const enter = (path: string, entry: FileReport): void => appendFileSync(path, `${JSON.stringify(entry)}\n`)

const hasFailed = ({ message, tests }: FileReport): boolean =>
  message !== "" || tests.some(({ state }) => state === "failed")

/**
 * Begins a ledger, or goes on with the one at `path`; gives the files that need no further run. Those that failed are
 * tried again. Throws where the ledger is of another question.
 */
export const begin = (path: string, asked: Asked): ReadonlySet<string> => {
  const before = askedOf(path)
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(asked)) {
    throw new Error(
      `${path} is of --seeds ${before.seeds} --seed ${before.first} --most ${before.most}: ask the same, or name another ledger`
    )
  }
  const held = before === undefined ? [] : entriesOf(path).filter((entry) => !hasFailed(entry))
  writeFileSync(path, [asked, ...held].map((line) => `${JSON.stringify(line)}\n`).join(""))
  return new Set(held.map(({ file }) => file))
}
