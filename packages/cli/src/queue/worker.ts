/**
 * `marginalia worker`: units of a queue, until it is stopped.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { openQueue, Queue, type UnitEnd, work } from "@marginalia/distributed"
import { titleOf } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { availableParallelism } from "node:os"
import { served } from "../served.ts"

/** What the command line says. */
export interface WorkerInput {
  readonly queue: string
  readonly slots: Option.Option<number>
  readonly data: ReadonlyArray<string>
  readonly drain: boolean
  readonly quiet: boolean
}

const tell = (end: UnitEnd): Effect.Effect<void> => {
  if (end._tag === "Idle") return Effect.void
  const title = titleOf(end.unit)
  return note(end._tag === "Done" ? `${title} is done` : Message.text`${title} failed: ${end.problem}`)
}

/** A folder that is not there is a slip of the pen: nothing would ever be found in it. */
const rootOf = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  yield* fs.readDirectory(folder).pipe(Effect.mapError(toFileProblem(folder)))
  return paths.resolve(folder)
})

/** See the module. A signal ends it with exit code 0. Fails with `QueueError` and `FileProblem` before it begins. */
export const worker = Effect.fn("worker")(function*({ data, drain, queue: address, slots: asked }: WorkerInput) {
  const roots = yield* Effect.forEach(data, rootOf)
  const slots = Option.getOrElse(asked, availableParallelism)
  const queue = yield* openQueue(address)
  yield* note(`working for ${queue.shown}, ${counted(slots, "unit")} at a time`)
  const working = work({ slots, roots, drain, heard: tell }).pipe(Effect.provideService(Queue, queue))
  yield* Effect.raceFirst(working, served)
}, Effect.scoped)
