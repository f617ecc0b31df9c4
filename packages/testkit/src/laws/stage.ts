/**
 * Laws of structure of stages, filters among them.
 */
import { type Column, Frame, type Stage } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { claim, list, same } from "../claim.ts"
import { type Full, laterFrame } from "../generate/frame.ts"
import type { Law, Setting } from "../Law.ts"
import { forQueries, settle } from "../run.ts"
import { copy, difference, untouched } from "./copy.ts"

/** A stage that is one step after another, run outside a strategy. */
export const runStage = (stage: Stage.Any, start: Full): Effect.Effect<Full, unknown> =>
  Effect.reduce(
    stage.steps,
    (): Frame.Any => start,
    (frame, step) => Effect.map(step.run(frame), (patch) => Frame.apply(frame, patch))
  )

const after = (setting: Setting, stage: Stage.Any, frame: Full): Promise<Full> =>
  settle(setting, runStage(stage, frame))

const law = (
  id: string,
  title: string,
  statement: string,
  holds: (setting: Setting, stage: Stage.Any, frame: Full) => Promise<void>,
  trait?: "idempotent"
): Law<Stage.Any> => ({
  id,
  title,
  statement,
  kind: "structure",
  about: "stage",
  ...(trait === undefined ? {} : { trait }),
  property: (stage, setting) => forQueries(setting, {}, (input) => holds(setting, stage, laterFrame(input)))
})

const isSubsequence = (some: Uint32Array, all: Uint32Array): boolean => {
  let next = 0
  for (const position of all) if (position === some[next]) next += 1
  return next === some.length
}

const removes = law(
  "stage-removes",
  "candidates are only removed, and keep their order",
  "After a stage the candidates are some of those before it, in the same order.",
  async (setting, stage, frame) => {
    const { candidates } = await after(setting, stage, frame)
    claim(
      isSubsequence(candidates, frame.candidates),
      () => `the candidates are ${list(candidates)} and were ${list(frame.candidates)}`
    )
  }
)

const pure = law(
  "stage-pure",
  "the same frame has the same outcome",
  "Running a stage again, or on a copy of the frame, gives the same candidates and columns; "
    + "nothing the frame holds is written to.",
  async (setting, stage, frame) => {
    const first = copy(await untouched("frame", frame, () => after(setting, stage, frame)))
    const again = difference(await after(setting, stage, frame), first)
    claim(again === undefined, () => `run again: ${again}`)
    const other = difference(await after(setting, stage, copy(frame)), first)
    claim(other === undefined, () => `run on a copy: ${other}`)
  }
)

const mentioned = ({ steps }: Stage.Any): Set<string> =>
  new Set<Column>(steps.flatMap((step) => [...step.adds, ...step.changes]))

const adds = law(
  "stage-adds",
  "it adds the columns that it says it adds",
  "After a stage every column it says it adds is there, and no column is another that it did not speak of.",
  async (setting, stage, frame) => {
    const result: Readonly<Record<string, unknown>> = { ...await after(setting, stage, frame) }
    const before: Readonly<Record<string, unknown>> = { ...frame }
    const missing = stage.steps.flatMap((step) => step.adds).find((column) => result[column] === undefined)
    claim(missing === undefined, () => `the column "${missing}" is not there`)
    const own = new Set(["candidates", "wider", "evidence", ...mentioned(stage)])
    const other = Object.keys(result).find((name) => !own.has(name) && result[name] !== before[name])
    claim(other === undefined, () => `"${other}" is another, and the stage says nothing of it`)
  }
)

const idempotent = law(
  "filter-idempotent",
  "filtering twice is filtering once",
  "A filter applied to what it left leaves all of it.",
  async (setting, stage, frame) => {
    const once = await after(setting, stage, frame)
    const twice = await after(setting, stage, once)
    same("the candidates after the second time", twice.candidates, once.candidates)
  },
  "idempotent"
)

/** The laws. */
export const ofStages: ReadonlyArray<Law<Stage.Any>> = [removes, pure, adds, idempotent]
