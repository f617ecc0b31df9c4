/** Tar archives, packed with gzip or not. */
import type * as Effect from "effect/Effect"
import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { extract, type ReadEntry } from "tar"
import { outside, type Unpack, unpacking } from "./archive.ts"
import { entryPath } from "./entry-path.ts"
import type { DownloadError } from "./errors.ts"

const KINDS = new Set(["File", "OldFile", "ContiguousFile", "Directory"])

const unpack = async (task: Unpack, signal: AbortSignal): Promise<void> => {
  const { archive, onProgress, strip, to } = task
  const { size } = await stat(archive)
  let bad: string | undefined, read = 0
  const extractor = extract({
    cwd: to,
    strict: true,
    preserveOwner: false,
    noMtime: true,
    filter: (name, entry) => {
      const path = entryPath(name, strip)
      if (path === undefined) bad ??= name
      const { type } = entry as ReadEntry
      if (path === undefined || path === "" || !KINDS.has(type)) return false
      ;(entry as ReadEntry).path = path
      return true
    }
  })
  await new Promise<void>((resolve, reject) => {
    const bytes = createReadStream(archive, { signal, highWaterMark: 1 << 20 })
    bytes.on("data", (chunk) => onProgress(read += chunk.length, size))
    bytes.on("error", reject)
    extractor.on("error", reject)
    extractor.on("close", resolve)
    bytes.pipe(extractor as unknown as NodeJS.WritableStream)
  })
  if (bad !== undefined) throw outside(archive, bad)
}

/**
 * Unpacks the files and folders of a tar archive; links and devices are passed over. Fails with {@link DownloadError} where
 * the archive is corrupt, or where an entry would lie outside of the folder.
 */
export const untar = (task: Unpack): Effect.Effect<void, DownloadError> =>
  unpacking(task, (signal) => unpack(task, signal))
