/**
 * `marginalia worker` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { workerFlags } from "./flags.ts"

/** See the module. */
export const worker = Command.make("worker", workerFlags, (input) =>
  Effect.promise(() => import("./worker.ts")).pipe(
    Effect.flatMap((work) => work.worker(input)),
    Effect.provideService(Quiet, input.quiet)
  )).pipe(
    Command.withDescription(
      "Work for a queue: pull units of experiments, run each in a process of its own, and write every round into the " +
        "database. Start as many as there are machines, before or after something is submitted (marginalia run --queue). " +
        "Stopped by Ctrl-C or SIGTERM it hands back at once what it has; a killed worker's units run elsewhere within 30 seconds."
    ),
    Command.withShortDescription("Run units of experiments that a queue hands out"),
    Command.withExamples([
      { command: "marginalia worker --queue postgres://lab@db.example/sweeps" },
      {
        command: "marginalia worker --queue postgres://lab@db.example/sweeps --slots 8 --data /data --drain",
        description: "End when nothing is left to do"
      }
    ])
  )
