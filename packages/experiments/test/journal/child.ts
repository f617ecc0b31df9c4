/**
 * The process that is killed: runs the small experiment into the journal named by its first argument, or resumes it.
 *
 * Says `ready` when the experiment starts, `done` when it is finished.
 */
import { loadDigits } from "@marginalia/datasets/digits"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { openJournal, runJournaled } from "../../src/journal.ts"
import { world } from "./world.ts"

const { layer, plan } = world(await loadDigits())
process.stdout.write("ready\n")
await Effect.runPromise(
  Effect.scoped(Effect.gen(function*() {
    const { gap, journal } = yield* openJournal(process.argv[2]!)
    if (gap !== undefined) process.stdout.write(`gap ${gap._tag}\n`)
    yield* Stream.runDrain(runJournaled(plan, journal))
  })).pipe(Effect.provide(layer))
)
process.stdout.write("done\n")
