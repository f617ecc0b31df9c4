/**
 * Laws in any test runner that has `describe` and `it`.
 */
import type { Check } from "./run.ts"

/** What vitest, jest, mocha and `node:test` have in common: `describe` makes a group of tests, `it` one test. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, test: () => Promise<void>, timeout?: number) => unknown
}

/** Options of {@link describeLaws}. */
export interface DescribeOptions {
  /** Milliseconds a law may take, for runners that take it as the third argument (vitest, jest). Default the runner's. */
  readonly timeout?: number
}

/**
 * Registers a test a law: `describeLaws({ describe, it })("margin", lawful(margin))`. `name` is the group's, `checks`
 * the laws to try.
 */
export const describeLaws = ({ describe, it }: Runner, { timeout }: DescribeOptions = {}) =>
(
  name: string,
  checks: ReadonlyArray<Check>
): void => {
  describe(`laws of ${name}`, () => {
    for (const { id, run, title } of checks) {
      if (timeout === undefined) it(`${id}: ${title}`, run)
      else it(`${id}: ${title}`, run, timeout)
    }
  })
}
