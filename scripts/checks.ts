/** A list of named checks, run one after another, and the line that counts them. */
import { totalsLine } from "./totals.ts"

/** A named check: what it finds wrong, one problem a string. Throwing is one problem too. */
export interface Check {
  readonly name: string
  readonly run: () => ReadonlyArray<string> | Promise<ReadonlyArray<string>>
}

const problemsOf = async (check: Check): Promise<ReadonlyArray<string>> => {
  try {
    return await check.run()
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** Checks of something that must be made first; not making it is one failed check. */
export const after = <A>(
  name: string,
  make: () => A,
  checks: (made: A) => ReadonlyArray<Check>
): ReadonlyArray<Check> => {
  try {
    const made = make()
    return [{ name, run: () => [] }, ...checks(made)]
  } catch (error) {
    return [{ name, run: () => Promise.reject(error) }]
  }
}

/** Runs the checks, prints how each went and the totals, and sets the exit code. */
export const runChecks = async (checks: ReadonlyArray<Check>): Promise<void> => {
  let failed = 0
  for (const check of checks) {
    const problems = await problemsOf(check)
    if (problems.length > 0) failed++
    console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${check.name}`)
    for (const problem of problems) console.log(`       ${problem.replaceAll("\n", "\n       ")}`)
  }
  console.log(totalsLine({ passed: checks.length - failed, failed, skipped: 0 }))
  if (failed > 0) process.exitCode = 1
}
