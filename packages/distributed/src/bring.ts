/**
 * Rounds that were done before, on one machine: into the queue, so that they are not done again.
 * Tested in files.test.ts.
 */
import { print } from "@marginalia/core/Journal"
import { readJournal } from "@marginalia/experiments/journal"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { storedExperiment } from "./export.ts"
import { machineName } from "./machines.ts"
import { writerOf } from "./rounds.ts"
import { finish } from "./states.ts"

/**
 * Writes the rounds in the `folder` of an experiment into the queue, which holds it by its id. Fails with `QueueError`, of the
 * reason `Disagree` where the queue has others, and with `JournalError` where a journal cannot be read.
 */
export const bringRounds = Effect.fn("bringRounds")(function*(id: string, folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const { experiment } = yield* storedExperiment(id)
  const machine = machineName()
  for (const [unit, { file }] of experiment.units.entries()) {
    const path = paths.join(folder, file), key = { experiment: id, unit }
    if (!(yield* Effect.orElseSucceed(fs.exists(path), () => false))) continue
    const { entries } = yield* readJournal(path)
    const events = entries.map(({ event, seq, timing }) => ({
      seq,
      body: print(event),
      timing: JSON.stringify(timing)
    }))
    // From the first on: what the queue has already is compared.
    const write = yield* writerOf(key, [], machine)
    for (const event of events) yield* write(event)
    if (entries.at(-1)?.event._tag === "Finished") yield* finish(key, machine)
  }
})
