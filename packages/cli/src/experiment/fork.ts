/**
 * `marginalia fork`: what if another strategy had taken over after that round?
 */
import { note } from "@marginalia/core/Notices"
import { forkExperiment, type ForkOptions } from "@marginalia/experiments/fork/fork"
import { jobsFor, PROCESS, thisMachine } from "@marginalia/experiments/preflight"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { carryOut } from "./carry-out.ts"
import type { Format } from "./results.ts"

/** What the command line says. */
export interface ForkInput extends Pick<ForkOptions, "run" | "atRound" | "strategy"> {
  readonly from: Option.Option<string>
  readonly out: Option.Option<string>
  readonly jobs: Option.Option<number>
  readonly format: Format
  readonly safeCsv: boolean
  readonly plugin: ReadonlyArray<string>
  readonly quiet: boolean
}

/** See the module. */
export const fork = Effect.fn("fork")(function*(input: ForkInput) {
  const { atRound, run, strategy } = input, from = Option.getOrUndefined(input.from)
  yield* Effect.scoped(Effect.gen(function*() {
    const out = Option.getOrUndefined(input.out)
    const prepared = yield* forkExperiment({ run, atRound, strategy, from, out, plugins: input.plugin })
    const { units } = prepared.experiment
    yield* note(`${units.length / 2} branches after round ${atRound}`)
    const { jobs } = jobsFor(Option.getOrUndefined(input.jobs), units.length, PROCESS, thisMachine())
    yield* carryOut(prepared, jobs, input)
  }))
})
