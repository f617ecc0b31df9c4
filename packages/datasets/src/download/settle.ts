/** An archive's files to their places, each whole: unpacked aside, then moved. */
import { Progress } from "@marginalia/core/Progress"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type { Published } from "../known/description.ts"
import { unwritable } from "./errors.ts"
import { untar } from "./untar.ts"
import { unzip } from "./unzip.ts"

/** Whether a published file is an archive of files, and not one that is read as it is. */
export const isArchive = ({ name }: Published): boolean => /\.(?:zip|tar|tar\.gz|tgz)$/.test(name)

/** Moves all that is in a folder into another one: at once where nothing of the name is there, else file by file. */
const move = (from: string, to: string): Effect.Effect<void, PlatformError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const paths = yield* Path.Path
    for (const { name, type } of yield* fs.readDirectoryEntries(from)) {
      const source = paths.join(from, name), target = paths.join(to, name)
      if (type === "Directory" && (yield* fs.exists(target))) yield* move(source, target)
      else yield* fs.rename(source, target)
    }
  })

/** Reports from where there are no Effects, at most ten times a second. */
const reporter = Effect.gen(function*() {
  const run = Effect.runForkWith(yield* Effect.context<never>())
  const { report } = yield* Progress
  let last = 0
  return (step: string) => (done: number, total: number) => {
    const now = performance.now()
    if (now - last < 100 && done < total) return
    last = now
    run(report({ step, done, total }))
  }
})

/**
 * Unpacks an archive into its own folder: into `.unpacking-…` there first, so that no file has its name before all are whole.
 * The archive is removed at the end. Fails with a `DownloadError`; what was unpacked is gone then, and the archive stays.
 */
export const settleArchive = Effect.fn("datasets.unpack")(function*({ name, strip }: Published, folder: string) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const archive = paths.join(folder, name), to = paths.join(folder, `.unpacking-${name}`)
  const writing = Effect.mapError(unwritable(to))
  const clear = fs.remove(to, { recursive: true, force: true })
  yield* clear.pipe(Effect.andThen(fs.makeDirectory(to)), writing)
  const onProgress = (yield* reporter)(`unpacking ${name}`)
  const unpack = name.endsWith(".zip") ? unzip : untar
  yield* unpack({ archive, to, strip, onProgress }).pipe(
    Effect.andThen(writing(move(to, folder))),
    Effect.ensuring(Effect.ignore(clear))
  )
  yield* writing(fs.remove(archive))
})
