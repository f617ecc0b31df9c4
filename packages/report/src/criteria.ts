/**
 * Criteria for stopping as they are asked for, and whether they can judge some runs.
 */
import { OutOfRange, Stopping } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import { stopRegistry } from "@marginalia/experiments/file/stop"
import * as Effect from "effect/Effect"
import { factsOf } from "./ending.ts"
import { ReportProblem } from "./problem.ts"
import type { UnitRun } from "./read.ts"

type Criteria = ReadonlyArray<Stopping.Criterion<Stopping.Facts>>

/**
 * Criteria from their texts, those of plugins that are loaded among them. Fails with `InvalidName` and `InvalidOptions` for a text
 * that is no criterion.
 */
export const readCriteria = (texts: ReadonlyArray<string>) =>
  Effect.forEach(texts, (text) => Stopping.read(text, stopRegistry()))

/** Why a criterion cannot judge a run: something that its first round does not say. */
const problemOf = (run: UnitRun, criterion: Criteria[number]): string | undefined => {
  try {
    Stopping.judge(criterion, factsOf({ ...run, rounds: run.rounds.slice(0, 1) }))
    return undefined
  } catch (error) {
    if (error instanceof OutOfRange) return error.message
    throw error
  }
}

/** Fails with `ReportProblem` where one of the criteria looks at what the journal of one of the runs does not hold. */
export const checkCriteria = Effect.fnUntraced(function*(runs: ReadonlyArray<UnitRun>, criteria: Criteria) {
  for (const criterion of criteria) {
    for (const run of runs) {
      const found = problemOf(run, criterion)
      if (found === undefined) continue
      return yield* new ReportProblem({
        problem: Message.text`${Message.setting("stop")} ${Quote.value(criterion.name)} cannot judge ${
          Quote.value(run.file)
        }: ${found}`,
        reason: "Unjudged",
        setting: "stop",
        value: criterion.name,
        paths: [run.file]
      })
    }
  }
})
