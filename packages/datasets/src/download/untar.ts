/** Tar archives, packed with gzip or not. */
import type * as Effect from "effect/Effect"
import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { extract, type ReadEntry } from "tar"
import { type Meter, noFile, outside, type Unpack, unpacking } from "./archive.ts"
import { entryPath } from "./entry-path.ts"
import type { DownloadError } from "./errors.ts"

const KINDS = new Set(["File", "OldFile", "ContiguousFile", "Directory"])

/** Whether an entry is to be written, and to where. Throws a `DownloadError` for one that may not be. */
const isWanted = ({ archive, strip }: Unpack, meter: Meter, name: string, entry: ReadEntry): boolean => {
  const path = entryPath(name, strip)
  meter.entry()
  if (path === undefined) throw outside(archive, name)
  if (!KINDS.has(entry.type)) throw noFile(archive, name)
  meter.promise(entry.size)
  if (path === "") return false
  entry.path = path
  return true
}

const unpack = async (task: Unpack, signal: AbortSignal, meter: Meter): Promise<void> => {
  const { archive, onProgress, to } = task
  const { size } = await stat(archive)
  let bad: unknown, read = 0
  // The first entry that may not be written is kept, and nothing is written after it; nothing of it all is used then.
  const wanted = (name: string, entry: ReadEntry): boolean => {
    if (bad !== undefined) return false
    try {
      return isWanted(task, meter, name, entry)
    } catch (error) {
      bad = error
      return false
    }
  }
  const extractor = extract({
    cwd: to,
    strict: true,
    preserveOwner: false,
    noMtime: true,
    filter: (name, entry) => wanted(name, entry as ReadEntry)
  })
  await new Promise<void>((resolve, reject) => {
    const bytes = createReadStream(archive, { signal, highWaterMark: 1 << 20 })
    bytes.on("data", (chunk) => {
      onProgress(read += chunk.length, size)
      if (bad !== undefined) bytes.destroy(bad as Error)
    })
    bytes.on("error", reject)
    extractor.on("error", reject)
    extractor.on("close", resolve)
    bytes.pipe(extractor as NodeJS.WritableStream)
  })
  if (bad !== undefined) throw bad as Error
}

/**
 * Unpacks the files and folders of a tar archive. Fails with {@link DownloadError} where it is corrupt, comes to more
 * than is allowed, or where an entry is a link or a device, or would lie outside of the folder.
 */
export const untar = (task: Unpack): Effect.Effect<void, DownloadError> =>
  unpacking(task, (signal, meter) => unpack(task, signal, meter))
