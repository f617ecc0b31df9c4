/**
 * From the question on the command line to the answer.
 */
import { MissingColumn, type Selection, Strategy } from "@marginalia/core"
import { note, notes } from "@marginalia/core/Notices"
import { counted, duration } from "@marginalia/core/Words"
import { readRound, type Round } from "@marginalia/datasets/files/round-about"
import { engineFacts, engineLayer } from "@marginalia/experiments/engine/engine"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SelectFlags } from "../flags.ts"
import * as progress from "../terminal/progress.ts"
import type { Answered } from "./facts.ts"
import { readPairs } from "./pairs.ts"
import { checkStdin, columnPaths, groupsOf, readInputs } from "./read.ts"
import { roundHint, withRound } from "./round.ts"
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
const forTheCommandLine = (error: MissingColumn, round: Round | undefined): MissingColumn => {
  const { columns, part, strategy, supply } = error
  const supplies = round === undefined
    ? supply.map(({ advice }) => ({ advice }))
    : [{ advice: roundHint(round, error) }]
  return new MissingColumn({ columns, part, strategy, supply: supplies })
}

/** What the steps want the user to know. */
const warningsOf = ({ trace }: Selection): ReadonlyArray<string> =>
  trace.flatMap(({ notes: { warning }, step }) => warning === undefined ? [] : [`${step}: ${String(warning)}`])

/** Reads everything, runs the strategy, and says on stderr what was done. */
export const answer = Effect.fn("answer")(function*(question: SelectFlags) {
  const sets = yield* readPairs("set", question.set)
  const { plugins, registry } = yield* readRegistry(question.plugin)
  const strategy = yield* readStrategy(question.strategy, sets, registry)
  const round = Option.isSome(question.roundFolder) ? yield* readRound(question.roundFolder.value) : undefined
  const named = yield* columnPaths(question.column, strategy)
  const columnFiles = round === undefined ? named : yield* withRound(round, named, strategy)
  yield* checkStdin([
    question.pool,
    ...columnFiles.values(),
    ...question.labels._tag === "Some" ? [question.labels.value] : []
  ])
  const inputs = yield* readInputs(question, groupsOf(strategy), columnFiles, round)
  const layer = yield* engineLayer(question, inputs.pool.matrix.data.length)
  const start = yield* Clock.currentTimeMillis
  const [selection, engine] = yield* Effect.all([Strategy.runAny(strategy, inputs.query), engineFacts(question)]).pipe(
    Effect.provide([layer, progress.layer]),
    Effect.mapError((error) => error._tag === "MissingColumn" ? forTheCommandLine(error, round) : error)
  )
  yield* notes(warningsOf(selection))
  yield* say({ inputs, selection }, (yield* Clock.currentTimeMillis) - start)
  return { question, inputs, plugins, engine, selection, strategy } satisfies Answered as Answered
})
