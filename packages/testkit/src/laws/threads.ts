/**
 * Laws of threads: how work is cut, and on how many threads it is done, changes no bit of an answer.
 */
import { Kernels, type Score, type Select, type Stage, type Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { claim, same } from "../claim.ts"
import { laterFrame } from "../generate/frame.ts"
import type { Input } from "../generate/query.ts"
import type { Law, Setting } from "../Law.ts"
import { forQueries, settle } from "../run.ts"
import { difference } from "./copy.ts"
import { isSame } from "./purity.ts"
import { runStage } from "./stage.ts"

/** What an effect gives by the usual kernels, and by kernels whose work is cut otherwise. */
const bothWays = async <A, E>(
  setting: Setting,
  { seed }: Input,
  run: () => Effect.Effect<A, E>
): Promise<readonly [expected: A, found: A]> => {
  const scattered = Effect.suspend(run).pipe(
    Effect.provideServiceEffect(Kernels.Kernels, Effect.sync(() => Kernels.scattered({ seed })))
  )
  // In this order: what a kernel would not compute must not be in its memory from before.
  const found = await settle(setting, scattered)
  return [await settle(setting, Effect.suspend(run)), found]
}

const title = "the number of threads changes no bit"

const on = "However the kernels' work is cut, in whatever order it is done and on however many threads, "

/** Of strategies. */
export const ofStrategies: Law<Strategy.Any> = {
  id: "threads",
  title,
  statement: `${on}a strategy gives the same picks, scores and reasons.`,
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const [expected, found] = await bothWays(setting, input, () => setting.ask(strategy, input))
      isSame("with work cut otherwise", found, expected)
    })
}

/** Of scores. */
export const ofScores: Law<Score.Any> = {
  id: "score-threads",
  title,
  statement: `${on}a score gives the same numbers.`,
  kind: "structure",
  about: "score",
  property: (score, setting) =>
    forQueries(setting, {}, async (input) => {
      const [expected, found] = await bothWays(setting, input, () => score.of(laterFrame(input)))
      same("the scores with work cut otherwise", found, expected)
    })
}

/** Of selectors. */
export const ofSelectors: Law<Select.Any> = {
  id: "select-threads",
  title,
  statement: `${on}a selector gives the same picks with the same scores.`,
  kind: "structure",
  about: "select",
  property: (select, setting) =>
    forQueries(setting, {}, async (input) => {
      const [expected, found] = await bothWays(setting, input, () => select.pick(laterFrame(input)))
      same("the picks with work cut otherwise", found.positions, expected.positions)
      same("their scores", found.scores, expected.scores)
    })
}

/** Of stages. */
export const ofStages: Law<Stage.Any> = {
  id: "stage-threads",
  title,
  statement: `${on}a stage leaves the same candidates and columns.`,
  kind: "structure",
  about: "stage",
  property: (stage, setting) =>
    forQueries(setting, {}, async (input) => {
      const [expected, found] = await bothWays(setting, input, () => runStage(stage, laterFrame(input)))
      const other = difference(found, expected)
      claim(other === undefined, () => `with work cut otherwise: ${other}`)
    })
}
