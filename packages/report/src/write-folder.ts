/**
 * A folder written whole or not at all.
 */
import * as Message from "@marginalia/core/Message"
import { type FileProblem, toFileProblem } from "@marginalia/datasets/files/errors"
import { swapFolder } from "@marginalia/datasets/files/swap-folder"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { ReportProblem } from "./problem.ts"

/** The page of a report names its maker: such a folder is ours to replace. */
const isReport = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const page = (yield* Path.Path).join(folder, "index.html")
  return (yield* fs.exists(page)) &&
    (yield* fs.readFileString(page)).includes("<meta name=\"generator\" content=\"marginalia")
})

/** What lies in a report's folder. */
const PARTS = new Set(["index.html", "results.md", "plots", "data"])

/** Files by their paths below the folder. */
export type Files = ReadonlyMap<string, string | Uint8Array>

const fill = Effect.fnUntraced(function*(folder: string, files: Files) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  for (const [name, contents] of files) {
    const path = paths.join(folder, name)
    yield* fs.makeDirectory(paths.dirname(path), { recursive: true })
    yield* typeof contents === "string" ? fs.writeFileString(path, contents) : fs.writeFile(path, contents)
  }
})

const out = Message.setting("out")

/** Refuses a folder that holds something else than a report. */
const checkTarget = Effect.fnUntraced(function*(target: string) {
  const fs = yield* FileSystem.FileSystem
  if (!(yield* fs.exists(target))) return false
  if (target === process.cwd()) {
    const problem = Message
      .text`${target} is the folder that you work in, which cannot be replaced; name another with ${out}`
    return yield* new ReportProblem({ problem, reason: "WorkingFolder", path: target })
  }
  const entries = yield* fs.readDirectory(target), stranger = entries.find((name) => !PARTS.has(name))
  if (stranger === undefined && (entries.length === 0 || (yield* isReport(target)))) return true
  const what = stranger === undefined ? "" : ` (${stranger})`
  const problem = Message.text`${target} holds something else than a report${what}; name another folder with ${out}`
  return yield* new ReportProblem({ problem, reason: "Occupied", path: target, stranger })
})

/**
 * Writes the files into a folder beside the target, then puts it in the target's place: readers see the old report or
 * the new one. A folder that holds something else is refused, with {@link ReportProblem}. Fails with `FileProblem`
 * where it cannot be written.
 */
export const writeFolder = Effect.fn("writeFolder")(function*(target: string, files: Files) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fail = Effect.mapError((error: ReportProblem | PlatformError) =>
    error instanceof ReportProblem ? error : toFileProblem(target)(error)
  )
  yield* swapFolder<ReportProblem | FileProblem, FileSystem.FileSystem | Path.Path>(target, {
    write: (made) => Effect.andThen(fs.makeDirectory(made, { recursive: true }), fill(made, files)).pipe(fail),
    check: checkTarget(paths.resolve(target)).pipe(fail),
    remove: (former) => Effect.ignore(fs.remove(former, { recursive: true, force: true }))
  })
})
