/**
 * What the compiler says of experiments, with its words; see core's `types.test-d.ts`.
 */
import type { Journal, Statistics } from "@marginalia/core"
import type * as Effect from "effect/Effect"
import * as Experiments from "../src/index.ts"
import * as Journals from "../src/journal.ts"

declare const prepared: Experiments.Prepared
declare const fork: Journals.Fork

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(yes: Same<A, B>): boolean => yes

// A request names data sets and strategies, and may leave out the rest.
Experiments.prepareExperiment({ preset: "supclust", data: ["digits"], strategies: [], cwd: "." })
// @ts-expect-error Type 'string' is not assignable to type 'readonly string[]'.
Experiments.prepareExperiment({ preset: "supclust", data: "digits", strategies: [], cwd: "." })
// @ts-expect-error Property 'strategies' is missing in type '{ preset: string; data: string[]; cwd: string; }'
Experiments.prepareExperiment({ preset: "supclust", data: ["digits"], cwd: "." })
// @ts-expect-error Type 'string' is not assignable to type 'number'.
Experiments.prepareExperiment({ data: [], strategies: [], seeds: "ten", cwd: "." })

// An observer hears of the work; it is not left out by accident.
// @ts-expect-error Property 'observer' is missing in type '{ jobs: number; }' but required in type 'RunOptions<never>'.
Experiments.runExperiment(prepared, { jobs: 2 })

// What comes of an experiment is what statistics take.
const runs: (
  folder: string,
  experiment: Experiments.Experiment
) => Effect.Effect<ReadonlyArray<Statistics.Run>, unknown, unknown> = Experiments.finishedRuns
void runs

// A journal fails in one way, which says why.
same<Effect.Error<ReturnType<typeof Journals.openJournal>>, Journal.JournalError>(true)
const forked = Journals.fork(fork)
same<typeof forked, Effect.Effect<void, Journal.JournalError>>(true)
// @ts-expect-error Type 'string' is not assignable to type 'number'.
Journals.fork({ ...fork, atRound: "1" })

// A unit is data: its strategy is text.
declare const unit: Experiments.Unit
same<typeof unit.strategy, { readonly name: string; readonly text: string }>(true)
// @ts-expect-error Type 'string' is not assignable to type 'number'.
const wrong: Experiments.Unit = { ...unit, rounds: "ten" }
void wrong
