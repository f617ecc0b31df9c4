/**
 * Every command with every wrong kind of everything: `npm run check:wrong`, or `npm run check:wrong -- '^embed'` for some.
 */
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Line, lines } from "./commands.ts"
import { makeAll } from "./made.ts"
import { type Case, casesOf, type Seen, tried } from "./try.ts"

/** What was tried, and what was seen wrong. */
export interface Table {
  readonly cases: number
  readonly wrong: ReadonlyArray<Seen>
}

/** Tries the lines in a folder of its own, which the process works in meanwhile: an empty name is no place that matters. */
export const table = async (
  some: ReadonlyArray<Line>,
  isWanted: (one: Case, index: number) => boolean
): Promise<Table> => {
  const folder = mkdtempSync(join(tmpdir(), "marginalia-wrong-")), right = join(folder, "right"), home = process.cwd()
  const wrong: Array<Seen> = []
  let cases = 0
  mkdirSync(right)
  mkdirSync(join(folder, "here"))
  process.chdir(join(folder, "here"))
  try {
    await Effect.runPromise(makeAll(right))
    for (const [i, line] of some.entries()) {
      for (const group of casesOf(line, { right, below: join(folder, `line-${i}`) })) {
        for (const one of group) {
          if (!isWanted(one, cases++)) continue
          const seen = await Effect.runPromise(tried(one, right))
          if (seen.faults.length > 0) wrong.push(seen)
          if (seen.faults.length > 0 && import.meta.main) console.log(shown(seen))
        }
      }
      rmSync(join(folder, `line-${i}`), { recursive: true, force: true })
    }
    return { cases, wrong }
  } finally {
    process.chdir(home)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A case that went wrong, for people. */
export const shown = ({ faults, name, stderr }: Seen): string =>
  [name, ...faults.map((fault) => `    ${fault}`), `    it said: ${stderr.slice(0, 500)}`].join("\n")

if (import.meta.main) {
  const only = new RegExp(process.argv[2] ?? "")
  const { cases, wrong } = await table(lines.filter(({ args }) => only.test(args)), () => true)
  console.log(`${cases} cases, ${wrong.length} wrong`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
