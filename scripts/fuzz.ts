/**
 * Does a reader of files, or a parser of text, hang, crash, or flood? Gives each of them many damaged inputs:
 * `npm run check:fuzz -- [--seed N] [--inputs N] [--only reader[,reader…]] [--input N] [--jobs N] [--list]`.
 *
 * Prints a table, and how to see each bad input again; exits with 1 when there is one. With `--input`, runs that one alone
 * and says what it is.
 */
import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { type Found, run } from "./fuzz/run.ts"
import { badLines, count, type Counts, isBad, tableLines } from "./fuzz/table.ts"
import { inputOf, type Target } from "./fuzz/target.ts"
import { amounts, targets } from "./fuzz/targets.ts"
import { totalsLine } from "./totals.ts"

/** What is run. */
export interface FuzzOptions {
  readonly seed: number
  readonly inputs: number
  readonly jobs: number
  readonly only?: ReadonlyArray<Target> | undefined
}

/** What came of it. */
export interface FuzzResult {
  readonly counts: Counts
  readonly bad: ReadonlyArray<Found>
}

/** Runs so many inputs, shared among the targets. */
export const fuzz = async ({ inputs, jobs, only = targets, seed }: FuzzOptions): Promise<FuzzResult> => {
  const sizes = amounts(only, inputs)
  const works = only.map(({ name }, i) => ({ target: name, seed, from: 0, to: sizes[i]! }))
  const counts: Counts = new Map(
    only.map(({ name }) => [name, { refused: 0, accepted: 0, message: 0, crash: 0, slow: 0, flood: 0 }])
  )
  const bad: Array<Found> = []
  await run(works, jobs, (found) => {
    count(counts, found)
    if (isBad(found)) bad.push(found)
  })
  return { counts, bad }
}

const chosen = (only: string | undefined): ReadonlyArray<Target> => {
  if (only === undefined) return targets
  return only.split(",").map((name) => {
    const found = targets.find((target) => target.name === name)
    if (found === undefined) {
      throw new Error(`there is no reader "${name}"; there are ${targets.map(({ name }) => name).join(", ")}`)
    }
    return found
  })
}

const again = async (target: Target, seed: number, input: number, file: string | undefined): Promise<number> => {
  const bytes = inputOf(target, seed, input)
  if (file !== undefined) writeFileSync(file, bytes)
  console.log(`${bytes.length} bytes: ${JSON.stringify(Buffer.from(bytes.subarray(0, 300)).toString("latin1"))}`)
  let isFine = true
  await run([{ target: target.name, seed, from: input, to: input + 1 }], 1, (found) => {
    isFine = !isBad(found)
    console.log(`${found.outcome}: ${found.why}`)
  })
  return isFine ? 0 : 1
}

/** So many bad ones are shown in full; the table counts them all. */
const SHOWN = 100

const natural = (text: string, flag: string): number => {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new Error(`--${flag} takes a whole number from 0, not "${text}"`)
}

const main = async (): Promise<number> => {
  const string = { type: "string" } as const
  const { values } = parseArgs({
    options: {
      seed: string,
      inputs: string,
      only: string,
      input: string,
      jobs: string,
      write: string,
      list: { type: "boolean" }
    }
  })
  const only = chosen(values.only), seed = natural(values.seed ?? "0", "seed")
  if (values.list === true) {
    console.log(only.map(({ name }) => name).join("\n"))
    return 0
  }
  if (values.input !== undefined) return await again(only[0]!, seed, natural(values.input, "input"), values.write)
  const inputs = natural(values.inputs ?? "100000", "inputs"), jobs = natural(values.jobs ?? "2", "jobs")
  const { bad, counts } = await fuzz({ seed, inputs, jobs, only })
  for (const line of badLines(bad.slice(0, SHOWN), seed)) console.log(line)
  if (bad.length > SHOWN) console.log(`… and ${bad.length - SHOWN} more`)
  console.log(tableLines(counts).join("\n"))
  const ran = [...counts.values()].reduce((sum, row) => sum + row.refused + row.accepted, 0)
  console.log(totalsLine({ passed: ran, failed: bad.length, skipped: 0 }))
  return bad.length === 0 ? 0 : 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main().catch((error: Error) => {
    console.error(error.message)
    return 1
  })
}
