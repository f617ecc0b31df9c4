/**
 * The program of the process that works. It ends with its parent.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { availableParallelism } from "node:os"
import { toldOf } from "../told.ts"
import type { FromWorker, ToWorker, Work } from "./protocol.ts"
import { openPool } from "./work.ts"

const tell = (message: FromWorker): Effect.Effect<void> =>
  Effect.callback((resume) => {
    if (!process.connected) process.exit(0)
    process.send!(message, undefined, undefined, () => resume(Effect.void))
  })

const isInput = (error: object): boolean => !("exitCode" in error) || error.exitCode !== 2

const failed = (request: number | undefined) => (error: object) =>
  tell({ _tag: "Failed", request, told: toldOf(error), isInput: isInput(error) })

const program = Effect.gen(function*() {
  const inbox = yield* Queue.unbounded<ToWorker>()
  process.on("message", (message: ToWorker) => Queue.offerUnsafe(inbox, message))
  const first = yield* Queue.take(inbox)
  if (first._tag !== "Open") return
  const held = yield* Effect.result(openPool(first))
  if (held._tag === "Failure") return yield* failed(undefined)(held.failure)
  yield* tell(held.success.opened)
  const doIt = (request: number, work: Work) =>
    Effect.matchEffect(held.success.work(work), {
      onSuccess: (value) => tell({ _tag: "Done", request, value }),
      onFailure: failed(request)
    })
  yield* Effect.forever(
    Effect.flatMap(
      Queue.take(inbox),
      (message) => message._tag === "Do" ? doIt(message.request, message.work) : Effect.void
    )
  )
})

// Ctrl-C goes to all processes of the terminal; the parent decides what becomes of this one.
process.on("SIGINT", () => {})
process.on("disconnect", () => process.exit(0))
if (!process.connected) process.exit(0)
const threads = Math.max(1, availableParallelism() - 1)
void Effect.runPromise(program.pipe(Effect.scoped, Effect.provide([NodeServices.layer, Kernels.layer({ threads })])))
