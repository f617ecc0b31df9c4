/**
 * The files in a zip archive that is in memory, each unpacked when it is asked for, and never to more than is allowed.
 */
import * as Effect from "effect/Effect"
import { constants, crc32, inflateRawSync } from "node:zlib"
import type { Entry, ZipFile } from "yauzl"
import { type Allowance, allowedFor, tooLarge } from "../limits.ts"
import { InvalidInput, Malformed } from "./errors.ts"
import type { Source } from "./source.ts"

/** A file in an archive. */
export interface Member {
  readonly name: string
  /** All of it. Throws {@link Malformed}. */
  readonly read: () => Uint8Array<ArrayBuffer>
  /** How it begins: as much as comes of its first bytes. Throws {@link Malformed}. */
  readonly begin: () => Uint8Array<ArrayBuffer>
}

const STORED = 0
const DEFLATED = 8

/** Packed bytes that the beginning is unpacked from: a header of numpy's takes 128 bytes. */
const BEGIN = 4096

/** More than any archive of arrays has. */
const MOST = 100_000

const CORRUPT = "the archive is corrupt"
const AGAIN = "copy it or save it again"

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error)

/** Counts what members come to in all. */
const meterOf = (allowance: Allowance) => {
  let bytes = 0
  return (more: number): void => {
    bytes += more
    if (!(bytes <= allowance.bytes)) {
      throw new Malformed(tooLarge(allowance, bytes), "or save less in one archive", {
        reason: "TooLarge",
        value: bytes,
        expected: allowance.bytes
      })
    }
  }
}

type Meter = ReturnType<typeof meterOf>

const inflated = (packed: Uint8Array, size: number, name: string): Uint8Array<ArrayBuffer> => {
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
    return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length)
  } catch (error) {
    throw new Malformed(`${CORRUPT}: its ${name} cannot be unpacked (${codeOf(error)})`, AGAIN, {
      reason: "Format",
      expected: "zip",
      value: name
    })
  }
}

/** What comes of the first bytes, which end anywhere. */
const inflatedSome = (packed: Uint8Array, name: string): Uint8Array<ArrayBuffer> => {
  try {
    const bytes = inflateRawSync(packed.subarray(0, BEGIN), { finishFlush: constants.Z_SYNC_FLUSH })
    return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length)
  } catch (error) {
    throw new Malformed(`${CORRUPT}: its ${name} cannot be unpacked (${codeOf(error)})`, AGAIN, {
      reason: "Format",
      expected: "zip",
      value: name
    })
  }
}

const memberOf = (entry: Entry, packed: Uint8Array<ArrayBuffer>, meter: Meter): Member => {
  const { compressionMethod, crc32: sum, fileName: name, uncompressedSize: size } = entry
  const checked = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    if (bytes.length === size && crc32(bytes) === sum) return bytes
    throw new Malformed(`${CORRUPT}: the checksum of its ${name} is another`, AGAIN, {
      reason: "Mismatch",
      value: crc32(bytes),
      expected: sum
    })
  }
  const readable = () => {
    if (entry.isEncrypted()) {
      throw new Malformed(`its ${name} is encrypted`, "save it without a password", {
        reason: "Unsupported",
        value: name
      })
    }
    if (compressionMethod === STORED || compressionMethod === DEFLATED) return
    throw new Malformed(`its ${name} is packed by method ${compressionMethod}`, "save it with numpy.savez", {
      reason: "Unsupported",
      value: compressionMethod
    })
  }
  return {
    name,
    read: () => {
      readable()
      meter(size)
      return checked(compressionMethod === STORED ? packed : inflated(packed, size, name))
    },
    begin: () => {
      readable()
      return compressionMethod === STORED ? packed : inflatedSome(packed, name)
    }
  }
}

const dataOf = async (zip: ZipFile, entry: Entry, bytes: Uint8Array<ArrayBuffer>) => {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
  const end = fileDataStart + entry.compressedSize
  if (!(end <= bytes.length)) throw new Error(`its ${entry.fileName} is cut short`)
  return bytes.subarray(fileDataStart, end)
}

const membersOf = async (bytes: Uint8Array<ArrayBuffer>, meter: Meter): Promise<ReadonlyArray<Member>> => {
  const { fromBufferPromise } = await import("yauzl")
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { lazyEntries: true })
  const members: Array<Member> = []
  for await (const entry of zip.eachEntry()) {
    if (members.length === MOST) throw new Error(`it has more than ${MOST} entries`)
    if (entry.fileName.endsWith("/")) continue
    members.push(memberOf(entry, await dataOf(zip, entry, bytes), meter))
  }
  return members
}

/**
 * The files in an archive, in its order; nothing is unpacked yet. Together they may come to as much as one compressed file
 * may, see `Limits`.
 *
 * Fails with `InvalidInput` for what is no zip archive, is cut short or corrupt.
 */
export const zipMembers = Effect.fn("zipMembers")(function*({ bytes, path }: Pick<Source, "bytes" | "path">) {
  const allowance = yield* allowedFor(bytes.length, true).pipe(
    Effect.mapError(({ message }) =>
      new InvalidInput({
        path,
        problem: message,
        hint: "set it right",
        reason: "Value",
        setting: "MARGINALIA_MAX_UNPACKED",
        value: undefined,
        expected: "a size"
      })
    )
  )
  return yield* Effect.tryPromise({
    try: () => membersOf(bytes, meterOf(allowance)),
    catch: (cause) =>
      new InvalidInput({
        path,
        problem: `not a readable zip archive (${cause instanceof Error ? cause.message : String(cause)})`,
        hint: AGAIN,
        reason: "Format",
        expected: "zip"
      })
  })
})
