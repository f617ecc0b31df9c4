/**
 * The program of a worker: does the tasks that its parent sends, one after the other, and ends with its parent.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { Kept, Report, Task } from "./messages.ts"
import { makeRunTask } from "./run-task.ts"

const tell = (report: Report) =>
  Effect.callback<void>((resume) => {
    // Nobody listens any more: the parent was killed.
    if (!process.connected) process.exit(0)
    process.send!(report, undefined, undefined, () => resume(Effect.void))
  })

/** Who waits for an event to be kept, by its number: one at a time, since tasks are. */
const waiting = new Map<number, () => void>()

const runTask = makeRunTask({
  scope: Scope.makeUnsafe(),
  threads: 1,
  keep: ({ index }, event) =>
    Effect.callback<void>((resume) => {
      waiting.set(event.seq, () => resume(Effect.void))
      Effect.runFork(tell({ _tag: "Event", index, event }))
    })
})

const answered = ({ seq }: Kept): void => {
  waiting.get(seq)?.()
  waiting.delete(seq)
}

// Ctrl-C goes to all processes of the terminal; the parent decides what becomes of its workers.
process.on("SIGINT", () => {})
process.on("disconnect", () => process.exit(0))
if (!process.connected) process.exit(0)
process.on("message", (message: Task | Kept) => {
  if ("_tag" in message) return answered(message)
  const task = message
  void Effect.runPromise(
    Effect.provide(runTask(task, tell), NodeServices.layer)
  )
})
