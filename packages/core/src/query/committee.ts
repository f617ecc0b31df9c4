/**
 * The check of stochastic passes, or of the members of a committee.
 */
import type { Matrix } from "../Matrix.ts"
import * as checks from "./checks.ts"
import { refuse } from "./refuse.ts"
import type { Steps } from "./steps.ts"

/** At least one pass, all of the same classes, each of probabilities. */
export function* committee(passes: ReadonlyArray<Matrix>): Steps {
  const [first] = passes
  if (first === undefined) {
    const expected = "at least one N × C matrix"
    return refuse({ _tag: "Shape", column: "passes", value: 0, expected }, "passes holds no pass", `give ${expected}`)
  }
  for (const [t, matrix] of passes.entries()) {
    if (matrix.cols !== first.cols) {
      const problem = `passes[${t}] has ${matrix.cols} classes and passes[0] has ${first.cols}`
      const reason = { _tag: "Shape", column: "passes", value: matrix.cols, expected: `${first.cols} classes` } as const
      refuse(reason, problem, "give every pass the same classes")
    }
    yield* checks.probability(`passes[${t}]`, matrix)
  }
}
