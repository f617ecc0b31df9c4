/**
 * `marginalia report --queue`: the journals of a queue, where a report reads them.
 */
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { UsageProblem } from "@marginalia/datasets/problems"
import { exportRun, findRun, openQueue, Queue } from "@marginalia/distributed"
import type { ReportInput } from "@marginalia/report/report"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { tmpdir } from "node:os"

/**
 * What is asked of the report, about a temporary folder with the experiment of that name, which is gone with the scope. The
 * command that the page tells names the experiment and the queue, whose password stands nowhere.
 */
export const exportedFor = Effect.fn("report.queue")(function*(input: ReportInput, address: string) {
  const [name, ...others] = input.paths
  if (name === undefined || others.length > 0) {
    return yield* new UsageProblem({
      problem: `${input.paths.length} names are given with --queue`,
      hint: "name one experiment of the queue",
      reason: "Value",
      setting: "paths",
      value: input.paths.length,
      expected: "one name"
    })
  }
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const folder = yield* fs.makeTempDirectoryScoped({ prefix: "marginalia-report-" }).pipe(
    Effect.mapError(toFileProblem(tmpdir()))
  )
  const queue = yield* openQueue(address, false)
  const to = paths.join(folder, "experiment")
  const { id } = yield* Effect.provideService(findRun(name), Queue, queue)
  yield* Effect.provideService(exportRun(id, to, false), Queue, queue)
  return { ...input, paths: [to], stored: { name, queue: queue.shown } } satisfies ReportInput
})
