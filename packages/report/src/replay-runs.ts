/**
 * Criteria for stopping, replayed over journals.
 */
import * as Effect from "effect/Effect"
import { checkCriteria, readCriteria } from "./criteria.ts"
import { readRuns } from "./read.ts"
import { replay } from "./replay.ts"
import { usual } from "./stops.ts"

/**
 * Reads the journals that `paths` name (a folder of an experiment, or journals one by one) and replays criteria over them: `stop`
 * are their texts, of which none means those that need no number, as the report has them. Gives the rows, and what is to be said of
 * the journals.
 *
 * Fails with `InvalidName` and `InvalidOptions` for a text that is no criterion, with `ReportProblem` where there is nothing to
 * replay or a criterion cannot judge a run, and with `InvalidInput` and `FileProblem` where the journals cannot be read.
 */
export const replayRuns = Effect.fn("replayRuns")(function*(paths: ReadonlyArray<string>, stop: ReadonlyArray<string>) {
  const asked = yield* readCriteria(stop), { remarks, runs } = yield* readRuns(paths)
  yield* checkCriteria(runs, asked)
  return { rows: replay(runs, asked.length === 0 ? usual(runs) : asked), remarks, runs: runs.length }
})
