/** Zip archives, also of more than 4 GB. */
import * as Quote from "@marginalia/core/Quote"
import type * as Effect from "effect/Effect"
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { dirname, join } from "node:path"
import { crc32, inflateRawSync } from "node:zlib"
import { type Entry, fromFdPromise, type ZipFile } from "yauzl"
import { badArchive, type Meter, noFile, outside, type Unpack, unpacking } from "./archive.ts"
import { entryPath } from "./entry-path.ts"
import type { DownloadError } from "./errors.ts"

/** Unix's mode, which zips made there have in the upper half; 0 where they were made elsewhere. */
const kindOf = ({ externalFileAttributes, fileName }: Entry): "file" | "folder" | "other" => {
  const kind = externalFileAttributes >>> 16 & 0o170000
  if (fileName.endsWith("/") && (kind === 0 || kind === 0o040000)) return "folder"
  return kind === 0 || kind === 0o100000 ? "file" : "other"
}

/** Up to here an entry is read, unpacked and written at once, which is several times as fast as in pieces. */
const SMALL = 1 << 20

const STORED = 0

const corrupt = (archive: string, { fileName }: Entry): DownloadError =>
  badArchive(archive, `its entry ${Quote.value(fileName)} is corrupt`)

/** What is written, with the bytes' own checksum. */
const writeSmall = async ({ fd, meter, zip }: Opened, entry: Entry, target: string): Promise<number> => {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
  const packed = new Uint8Array(entry.compressedSize)
  readSync(fd, packed, 0, packed.length, fileDataStart)
  const limit = { maxOutputLength: Math.max(1, entry.uncompressedSize) }
  const bytes = entry.compressionMethod === STORED ? packed : inflateRawSync(packed, limit)
  meter.write(bytes.length)
  writeFileSync(target, bytes, { flag: "wx" })
  return crc32(bytes)
}

const writeLarge = async ({ meter, zip }: Opened, entry: Entry, target: string): Promise<number> => {
  const bytes = await zip.openReadStreamPromise(entry)
  const file = await open(target, "wx")
  let sum = 0
  try {
    for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
      meter.write(chunk.length)
      sum = crc32(chunk, sum)
      await file.writeFile(chunk)
    }
  } finally {
    await file.close()
  }
  return sum
}

interface Opened {
  readonly zip: ZipFile
  readonly fd: number
  readonly meter: Meter
}

const isSmall = ({ compressedSize, uncompressedSize }: Entry): boolean =>
  compressedSize <= SMALL && uncompressedSize <= SMALL

const unpackAll = async (opened: Opened, { archive, onProgress, strip, to }: Unpack, signal: AbortSignal) => {
  const made = new Set<string>()
  let done = 0
  for await (const entry of opened.zip.eachEntry()) {
    signal.throwIfAborted()
    const path = entryPath(entry.fileName, strip)
    if (path === undefined) throw outside(archive, entry.fileName)
    onProgress(++done, opened.zip.entryCount)
    const kind = kindOf(entry)
    opened.meter.entry()
    if (kind === "other") throw noFile(archive, entry.fileName)
    opened.meter.promise(entry.uncompressedSize)
    if (path === "" || kind === "folder") continue
    const target = join(to, path), folder = dirname(target)
    if (!made.has(folder)) mkdirSync(folder, { recursive: true })
    made.add(folder)
    const write = isSmall(entry) && entry.canDecodeFileData() ? writeSmall : writeLarge
    // The library leaves the comparison of checksums to us.
    if ((await write(opened, entry, target)) !== entry.crc32) throw corrupt(archive, entry)
  }
}

const unpack = async (task: Unpack, signal: AbortSignal, meter: Meter): Promise<void> => {
  const fd = openSync(task.archive, "r")
  try {
    const zip = await fromFdPromise(fd, { lazyEntries: true, autoClose: false })
    await unpackAll({ zip, fd, meter }, task, signal)
  } finally {
    closeSync(fd)
  }
}

/**
 * Unpacks the files of a zip archive; empty folders are passed over. Fails with {@link DownloadError} where the archive is
 * corrupt, comes to more than is allowed, or where an entry is a link or a device, or would lie outside of the folder.
 */
export const unzip = (task: Unpack): Effect.Effect<void, DownloadError> =>
  unpacking(task, (signal, meter) => unpack(task, signal, meter))
