/** Zip archives, also of more than 4 GB. */
import type * as Effect from "effect/Effect"
import { mkdir, open } from "node:fs/promises"
import { dirname, join } from "node:path"
import { crc32 } from "node:zlib"
import { type Entry, openPromise, type ZipFile } from "yauzl"
import { badArchive, outside, type Unpack, unpacking } from "./archive.ts"
import { entryPath } from "./entry-path.ts"
import type { DownloadError } from "./errors.ts"

/** Unix's mode, which zips made there have in the upper half: links, devices and the like are neither. */
const isFile = ({ externalFileAttributes, fileName }: Entry): boolean => {
  const kind = externalFileAttributes >>> 16 & 0o170000
  return !fileName.endsWith("/") && (kind === 0 || kind === 0o100000)
}

/** Writes an entry, and compares it with its checksum, which the library leaves to us. */
const writeEntry = async (zip: ZipFile, entry: Entry, target: string, archive: string): Promise<void> => {
  const bytes = await zip.openReadStreamPromise(entry)
  const file = await open(target, "wx")
  let sum = 0
  try {
    for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
      sum = crc32(chunk, sum)
      await file.writeFile(chunk)
    }
  } finally {
    await file.close()
  }
  if (sum !== entry.crc32) throw badArchive(archive, `its entry ${JSON.stringify(entry.fileName)} is corrupt`)
}

const unpack = async ({ archive, onProgress, strip, to }: Unpack, signal: AbortSignal): Promise<void> => {
  const zip = await openPromise(archive, { lazyEntries: true })
  const made = new Set<string>()
  let done = 0
  for await (const entry of zip.eachEntry()) {
    signal.throwIfAborted()
    const path = entryPath(entry.fileName, strip)
    if (path === undefined) throw outside(archive, entry.fileName)
    onProgress(++done, zip.entryCount)
    if (path === "" || !isFile(entry)) continue
    const target = join(to, path), folder = dirname(target)
    if (!made.has(folder)) await mkdir(folder, { recursive: true })
    made.add(folder)
    await writeEntry(zip, entry, target, archive)
  }
}

/**
 * Unpacks the files of a zip archive; links and empty folders are passed over. Fails with {@link DownloadError} where the
 * archive is corrupt, or where an entry would lie outside of the folder.
 */
export const unzip = (task: Unpack): Effect.Effect<void, DownloadError> =>
  unpacking(task, (signal) => unpack(task, signal))
