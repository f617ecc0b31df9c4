/**
 * The program.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { exit } from "@marginalia/experiments/exit-code"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { run } from "./run.ts"
import { interruptedCode } from "./served.ts"
import { watchStreams } from "./streams.ts"

watchStreams()

/** Waits until what was written has left. */
const flushed = (stream: NodeJS.WriteStream) =>
  Effect.callback<void>((resume) => {
    stream.write("", () => resume(Effect.void))
  })

const program = Effect.gen(function*() {
  const code = yield* run(process.argv.slice(2))
  yield* Effect.andThen(flushed(process.stdout), flushed(process.stderr))
  return code
})

NodeRuntime.runMain(Effect.provide(program, NodeServices.layer), {
  disableErrorReporting: true,
  teardown: (end, onExit) => {
    if (Exit.isSuccess(end)) return onExit(end.value as number)
    return onExit(Cause.hasInterruptsOnly(end.cause) ? interruptedCode() : exit.defect)
  }
})
