/**
 * From the question on the command line to the answer.
 */
import { MissingColumn, type Strategy } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { counted, duration, shortNumber } from "@marginalia/core/Words"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { type SelectedFiles, selectFiles, type SelectFilesOptions } from "@marginalia/experiments/select-files"
import type { Elsewhere } from "@marginalia/experiments/selection/elsewhere"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { columnsAsked, type SelectFlags } from "../flags.ts"
import { labelsAsked } from "../labels-flags.ts"
import { scopeAsked } from "../scope-flags.ts"
import * as progress from "../terminal/progress.ts"
import { embedFirst } from "./embed-first.ts"
import { readPairs } from "./pairs.ts"
import { readStrategy } from "./strategy.ts"

/** A selection with all that it was made from. */
export interface Answered extends SelectedFiles {
  readonly strategy: Strategy.Any
}

/** What the picks cost of what may be spent; nothing where there is no limit. */
const spentOf = ({ inputs: { query: { costs, spend } }, selection }: SelectedFiles): string =>
  costs === undefined || spend === undefined
    ? ""
    : `${shortNumber(selection.positions.reduce((sum, position) => sum + costs[position]!, 0))} of ${
      shortNumber(spend)
    } spent, `

const say = (selected: SelectedFiles) => {
  const { inputs, milliseconds, selection } = selected, { candidates, labeled } = inputs.query
  const of = `${counted(candidates.length, "unlabeled item")} (${labeled.length} labeled)`
  return note(
    `${selection.strategy}: ${counted(selection.picks.length, "pick")} of ${of}, ${
      spentOf(selected)
    }seed ${selection.seed}, ` +
      duration(milliseconds)
  )
}

/** On the command line there are no services to provide. */
const forTheCommandLine = ({ columns, part, strategy, supply }: MissingColumn): MissingColumn =>
  new MissingColumn({ columns, part, strategy, supply: supply.map(({ advice }) => ({ advice })) })

/** What the question asks, as the library takes it. */
export const asked = Effect.fn("asked")(function*(question: SelectFlags) {
  const sets = yield* readPairs("set", question.set)
  const { plugins, registry } = yield* readRegistry(question.plugin)
  const strategy = yield* readStrategy(question.strategy, sets, registry)
  const { budget, clamp, clusterer, kernels, neighbors, pool, round, seed } = question
  const options: SelectFilesOptions = {
    ...columnsAsked(question),
    ...labelsAsked(question),
    ...scopeAsked(question),
    pool,
    strategy,
    budget,
    clamp,
    round,
    seed,
    clusterer,
    kernels,
    neighbors,
    plugins,
    threads: Option.getOrUndefined(question.threads),
    labels: Option.getOrUndefined(question.labels),
    classes: Option.getOrUndefined(question.classes),
    task: Option.getOrUndefined(question.task),
    columns: yield* readPairs("column", question.column),
    roundFolder: Option.getOrUndefined(question.roundFolder)
  }
  return { options, strategy }
})

/**
 * Reads everything, runs the strategy, and says on stderr what was done; within `memory` bytes, of a pool that is elsewhere, and with a folder to
 * `carry` what it found to the next round, where these are given.
 */
export const answer = Effect.fn("answer")(function*(
  question: SelectFlags,
  memory?: number,
  elsewhere?: Elsewhere,
  carry?: string
) {
  const { options, strategy } = yield* asked(question)
  if (memory === undefined && elsewhere === undefined) yield* embedFirst(options.pool, options.features)
  const answered = yield* selectFiles({ ...options, memory, elsewhere, carry }).pipe(
    Effect.provide(progress.layer),
    Effect.mapError((error) => error._tag === "MissingColumn" ? forTheCommandLine(error) : error)
  )
  yield* say(answered)
  return { ...answered, strategy } satisfies Answered as Answered
})
