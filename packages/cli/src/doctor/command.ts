/**
 * `marginalia doctor` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { plugin } from "../flags.ts"

/** See the module. */
export const doctor = Command.make(
  "doctor",
  { plugin },
  (input) => Effect.flatMap(Effect.promise(() => import("./doctor.ts")), (work) => work.doctor(input))
).pipe(
  Command.withDescription("Say what this machine can do: versions, kernels, threads, memory, optional packages.")
)
