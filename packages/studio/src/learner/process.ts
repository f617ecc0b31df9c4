/**
 * The program of the learner's process. It ends with its parent.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { availableParallelism } from "node:os"
import { goBehind } from "../behind.ts"
import { makeLearner, type Tell } from "./learner.ts"
import type { ToLearner } from "./protocol.ts"

const tell: Tell = (message) =>
  Effect.callback<void>((resume) => {
    // Nobody listens any more: the parent was killed.
    if (!process.connected) process.exit(0)
    process.send!(message, undefined, undefined, () => resume(Effect.void))
  })

/** One core is left to who labels, and the server and the browser go first on the others. */
const threads = Math.max(1, availableParallelism() - 1)
goBehind()

const program = Effect.gen(function*() {
  const inbox = yield* Queue.unbounded<ToLearner>()
  const learner = yield* makeLearner(tell)
  process.on("message", (message: ToLearner) => Queue.offerUnsafe(inbox, message))
  yield* Effect.forever(Effect.flatMap(Queue.take(inbox), learner.hear))
})

// Ctrl-C goes to all processes of the terminal; the parent decides what becomes of this one.
process.on("SIGINT", () => {})
process.on("disconnect", () => process.exit(0))
if (!process.connected) process.exit(0)
void Effect.runPromise(program.pipe(Effect.scoped, Effect.provide([NodeServices.layer, Kernels.layer({ threads })])))
