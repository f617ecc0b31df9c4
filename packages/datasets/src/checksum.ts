/** Whether bytes are the published ones. */
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { DatasetError } from "./errors.ts"

/**
 * Fails with {@link DatasetError} where the bytes' hash is not `checksum`, `sha256:…` or `md5:…`; undefined checks
 * nothing.
 *
 * `path` names the file in messages.
 */
export const verify = (
  bytes: Uint8Array,
  path: string,
  checksum: string | undefined
): Effect.Effect<void, DatasetError> =>
  Effect.suspend(() => {
    if (checksum === undefined) return Effect.void
    const [algorithm = "", expected = ""] = checksum.split(":")
    const found = createHash(algorithm).update(bytes).digest("hex")
    if (found === expected) return Effect.void
    const reason = { _tag: "Changed", path, expected, found: `${algorithm} ${found}` } as const
    return Effect.fail(new DatasetError({ reason }))
  })
