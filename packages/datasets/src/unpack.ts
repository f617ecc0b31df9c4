/** Files that may be compressed with gzip. */
import * as Effect from "effect/Effect"
import { gunzip } from "node:zlib"
import { type DatasetError, malformed } from "./errors.ts"
import { type Allowance, allowedFor, tooLarge } from "./limits.ts"

/** What zlib's complaints mean for the owner of the file. */
const causes: { readonly [code: string]: string } = {
  Z_BUF_ERROR: "the compressed data end too early, so the file was cut short; copy or download it again",
  Z_DATA_ERROR: "the compressed data are corrupt; copy or download the file again"
}

const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown error"

/** Whether the bytes begin as gzip's do, whatever the file is called. */
export const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const problemOf = (error: unknown, allowed: Allowance): string =>
  codeOf(error) === "ERR_BUFFER_TOO_LARGE" ? tooLarge(allowed) : causes[codeOf(error)] ?? `gzip: ${codeOf(error)}`

/** Stops as soon as there is more than is allowed. */
const gunzipped = (bytes: Uint8Array, path: string, allowed: Allowance): Effect.Effect<Uint8Array, DatasetError> =>
  Effect.callback((resume) => {
    gunzip(bytes, { maxOutputLength: allowed.bytes }, (error, unpacked) =>
      resume(
        error === null
          ? Effect.succeed(new Uint8Array(unpacked.buffer, unpacked.byteOffset, unpacked.length))
          : Effect.fail(malformed(path, bytes.length, problemOf(error, allowed)))
      ))
  })

/**
 * What is in the file: its bytes, or what gzip made them from, recognized by content and not by name. A truncated or
 * corrupt archive fails with {@link DatasetError} at the end of the file, as zlib does not say where; so does one that
 * comes to more than 100 times its size and 128 MB, unless `Limits` or MARGINALIA_MAX_UNPACKED allow it.
 *
 * `path` names the file in messages.
 */
export const unpack = (bytes: Uint8Array, path: string): Effect.Effect<Uint8Array, DatasetError> =>
  isPacked(bytes)
    ? Effect.flatMap(allowedFor(bytes.length, true), (allowed) => gunzipped(bytes, path, allowed))
    : Effect.succeed(bytes)
