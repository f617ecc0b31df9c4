/**
 * Plants faults, one at a time, in a copy of the workspace, and sees whether the tests notice:
 * `node scripts/faults.ts [--list] [--only id[,id…]] [--jobs N] [--ledger FILE]`.
 *
 * With `--ledger`, what came of each fault is kept as it ends: the same command goes on where it was ended, and tries
 * again what was missed, and faults of which the file or a test has changed.
 *
 * Exits with 1 when a fault is missed, when it no longer applies, or when its tests fail without it.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { type Fault, read, stale, testsOf } from "./faults/entries.ts"
import { caughtBefore, enter, entriesOf, hashOf } from "./faults/ledger.ts"
import { type Result, runTests } from "./faults/vitest.ts"
import { copyOf, remove } from "./faults/workspace.ts"

const root = fileURLToPath(new URL("../", import.meta.url)).replace(/\/$/, "")

/** How it went with one fault. */
export interface Verdict {
  readonly fault: Fault
  readonly ok: boolean
  readonly text: string
}

/** What the result of a fault's tests means. */
export const judge = (fault: Fault, { failed, hung, loads }: Result): Verdict => {
  if (hung) return { fault, ok: true, text: "caught: the tests hang" }
  if (failed.length > 0) return { fault, ok: true, text: `caught by: ${failed[0]}` }
  return loads
    ? { fault, ok: false, text: "MISSED: every test passes" }
    : { fault, ok: false, text: "NO VERDICT: with the fault the test file cannot be read" }
}

/** Breaks the file in the copy, runs the tests, mends the file. */
export const plant = async (copy: string, fault: Fault): Promise<Verdict> => {
  const why = stale(copy, fault)
  if (why !== undefined) return { fault, ok: false, text: `STALE: ${why}` }
  const path = join(copy, fault.file)
  const whole = readFileSync(path, "utf8")
  writeFileSync(path, whole.replace(fault.find, () => fault.replace))
  try {
    return judge(fault, await runTests(copy, testsOf(fault)))
  } finally {
    writeFileSync(path, whole)
  }
}

/** Milliseconds that all tests of the list may take together, without a fault. */
const WHOLE = 3_600_000

/** Tests that fail without any fault prove nothing: their names. */
const alreadyFailing = async (
  copy: string,
  faults: ReadonlyArray<Fault>,
  workers: number
): Promise<ReadonlyArray<string>> => {
  const tests = [...new Set(faults.filter((fault) => stale(copy, fault) === undefined).flatMap(testsOf))]
  if (tests.length === 0) return []
  const { failed, hung, loads } = await runTests(copy, tests, { bail: false, limit: WHOLE, workers })
  return hung || !loads ? ["(a test file that cannot be read, or hangs)", ...failed] : failed
}

const print = ({ fault, text }: Verdict, width: number): void => console.log(`${fault.id.padEnd(width)}  ${text}`)

/** Takes faults from a common queue, in a copy of its own. */
const work = async (copy: string, queue: Array<Fault>, done: (verdict: Verdict) => void): Promise<void> => {
  for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) done(await plant(copy, fault))
}

/** What is kept of an earlier run, and what is done with a new verdict. */
interface Kept {
  readonly before: ReadonlyArray<Verdict>
  readonly keep: (verdict: Verdict) => void
}

const keptIn = (ledger: string | undefined, faults: ReadonlyArray<Fault>): Kept => {
  if (ledger === undefined) return { before: [], keep: () => {} }
  const entries = entriesOf(ledger)
  const before = faults.flatMap((fault) => {
    const entry = caughtBefore(entries, root, fault)
    return entry === undefined ? [] : [{ fault, ok: true, text: entry.text }]
  })
  const keep = ({ fault, ok, text }: Verdict) => enter(ledger, { id: fault.id, hash: hashOf(root, fault), ok, text })
  return { before, keep }
}

const tryThese = async (faults: ReadonlyArray<Fault>, jobs: number, done: (verdict: Verdict) => void) => {
  const copies = Array.from({ length: Math.min(jobs, faults.length) }, () => copyOf(root))
  try {
    const failing = copies.length === 0 ? [] : await alreadyFailing(copies[0]!, faults, copies.length)
    const queue = [...faults]
    if (failing.length === 0) await Promise.all(copies.map((copy) => work(copy, queue, done)))
    return failing
  } finally {
    copies.forEach(remove)
  }
}

const tryAll = async (faults: ReadonlyArray<Fault>, jobs: number, ledger: string | undefined): Promise<number> => {
  const width = Math.max(...faults.map(({ id }) => id.length))
  const { before, keep } = keptIn(ledger, faults)
  const verdicts = [...before], known = new Set(before.map(({ fault }) => fault.id))
  for (const verdict of before) print(verdict, width)
  const failing = await tryThese(faults.filter(({ id }) => !known.has(id)), jobs, (verdict) => {
    verdicts.push(verdict)
    keep(verdict)
    print(verdict, width)
  })
  if (failing.length > 0) {
    console.log(["these tests fail before any fault is planted; mend them first:", ...failing].join("\n  "))
    return 1
  }
  const caught = verdicts.filter(({ ok }) => ok).length
  console.log(`${caught} of ${verdicts.length} planted faults caught`)
  return caught === verdicts.length ? 0 : 1
}

const chosen = (only: string | undefined): ReadonlyArray<Fault> => {
  const all = read(root)
  if (only === undefined) return all
  const ids = only.split(",")
  const unknown = ids.find((id) => !all.some((fault) => fault.id === id))
  if (unknown !== undefined) throw new Error(`there is no fault "${unknown}"; --list names them`)
  return all.filter(({ id }) => ids.includes(id))
}

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      list: { type: "boolean" },
      only: { type: "string" },
      jobs: { type: "string" },
      ledger: { type: "string" }
    }
  })
  const faults = chosen(values.only)
  if (values.list !== true) return await tryAll(faults, Number(values.jobs ?? availableParallelism()), values.ledger)
  for (const { file, id, why = "" } of faults) console.log(`${id}  ${file}  ${why}`)
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main().catch((error: Error) => {
    console.error(error.message)
    return 1
  })
}
