/** The line that ends a run of tests or checks, and what it counts. */

/** What ran, and how it went. */
export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly testResults: ReadonlyArray<{
    readonly status: string
    readonly assertionResults: ReadonlyArray<{ readonly status: string }>
  }>
}

/** Counts a report; a file that failed to load counts as one failed test. */
export const totalsOf = (report: Report): Totals => {
  let passed = 0
  let failed = 0
  let skipped = 0
  for (const { assertionResults, status } of report.testResults) {
    const broken = assertionResults.filter((test) => test.status === "failed").length
    const fine = assertionResults.filter((test) => test.status === "passed").length
    passed += fine
    failed += broken === 0 && status === "failed" ? 1 : broken
    skipped += assertionResults.length - fine - broken
  }
  return { passed, failed, skipped }
}

/** `12 passed, 0 failed`, and `, 1 skipped` when some were. */
export const totalsLine = ({ failed, passed, skipped }: Totals): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`

/** Reads {@link totalsLine} back from the last line of a program's output. */
export const readTotalsLine = (output: string): Totals | undefined => {
  const last = output.trimEnd().split("\n").at(-1) ?? ""
  const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last)
  return found === null
    ? undefined
    : { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) }
}
