/** A checksum that grows with the bytes. */
import { createHash, type Hash } from "node:crypto"

/** A published checksum, `sha256:…` or `md5:…`, and what the bytes come to so far. */
export interface Check {
  readonly hash: Hash
  /** The finding, where it is not the published one. Ends the hash. */
  readonly wrong: () => { readonly expected: string; readonly found: string } | undefined
}

/** Begins a check; undefined where no checksum is published. */
export const checkOf = (checksum: string | undefined): Check | undefined => {
  if (checksum === undefined) return undefined
  const [algorithm = "", expected = ""] = checksum.split(":")
  const hash = createHash(algorithm)
  return {
    hash,
    wrong: () => {
      const found = hash.digest("hex")
      return found === expected ? undefined : { expected: checksum, found: `${algorithm}:${found}` }
    }
  }
}
