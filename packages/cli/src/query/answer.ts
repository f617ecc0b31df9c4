/**
 * From the question on the command line to the answer.
 */
import { MissingColumn, type Selection, Strategy } from "@marginalia/core"
import { note, notes } from "@marginalia/core/Notices"
import { counted, duration } from "@marginalia/core/Words"
import { engineFacts, engineLayer } from "@marginalia/experiments/engine/engine"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Question } from "../flags.ts"
import * as progress from "../terminal/progress.ts"
import type { Answered } from "./facts.ts"
import { readPairs } from "./pairs.ts"
import { checkStdin, columnPaths, readInputs } from "./read.ts"
import { readStrategy } from "./strategy.ts"

const say = ({ inputs, selection }: Pick<Answered, "inputs" | "selection">, milliseconds: number) => {
  const { candidates, labeled } = inputs.query
  const of = `${counted(candidates.length, "unlabeled item")} (${labeled.length} labeled)`
  return note(
    `${selection.strategy}: ${counted(selection.picks.length, "pick")} of ${of}, seed ${selection.seed}, ` +
      duration(milliseconds)
  )
}

/** On the command line there are no services to provide. */
const forTheCommandLine = ({ columns, hint, part, strategy }: MissingColumn): MissingColumn =>
  new MissingColumn({ columns, part, strategy, hint: hint.replace(/,? or provide an? \w+$/, "") })

/** What the steps want the user to know. */
const warningsOf = ({ trace }: Selection): ReadonlyArray<string> =>
  trace.flatMap(({ notes: { warning }, step }) => warning === undefined ? [] : [`${step}: ${String(warning)}`])

/** Reads everything, runs the strategy, and says on stderr what was done. */
export const answer = Effect.fn("answer")(function*(question: Question) {
  const sets = yield* readPairs("set", question.set)
  const { plugins, registry } = yield* readRegistry(question.plugin)
  const strategy = yield* readStrategy(question.strategy, sets, registry)
  const columnFiles = yield* columnPaths(question.column, strategy)
  yield* checkStdin([
    question.pool,
    ...columnFiles.values(),
    ...question.labels._tag === "Some" ? [question.labels.value] : []
  ])
  const inputs = yield* readInputs(question, columnFiles)
  const layer = yield* engineLayer(question, inputs.pool.matrix.data.length)
  const start = yield* Clock.currentTimeMillis
  const [selection, engine] = yield* Effect.all([Strategy.runAny(strategy, inputs.query), engineFacts(question)]).pipe(
    Effect.provide([layer, progress.layer]),
    Effect.mapError((error) => error._tag === "MissingColumn" ? forTheCommandLine(error) : error)
  )
  yield* notes(warningsOf(selection))
  yield* say({ inputs, selection }, (yield* Clock.currentTimeMillis) - start)
  return { question, inputs, plugins, engine, selection, strategy } satisfies Answered as Answered
})
