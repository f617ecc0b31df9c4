/** What a server's answer means for a file of which the first bytes may be here. */

/** An answer, without its body. */
export interface Reply {
  readonly status: number
  readonly headers: { readonly [name: string]: string | undefined }
}

/** What to do. */
export type Meaning =
  /** The body begins at this byte of the file, which has so many where that is said. */
  | { readonly _tag: "Body"; readonly from: number; readonly total: number | undefined }
  /** All bytes are here already. */
  | { readonly _tag: "Whole" }
  /** What is here cannot be continued: ask for everything. */
  | { readonly _tag: "Anew" }
  /** No, and not later either. */
  | { readonly _tag: "Refused" }
  /** Not now. */
  | { readonly _tag: "Busy" }

const numberIn = (text: string | undefined): number | undefined =>
  text === undefined || !/^\d+$/.test(text) ? undefined : Number(text)

const rangeIn = (text = "") => {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(text)
  return { from: numberIn(found?.[1]), total: numberIn(found?.[2]) }
}

/** The answer to a request for the bytes from `at` on; `at` 0 asks for all. */
export const meaningOf = ({ headers, status }: Reply, at: number): Meaning => {
  const { from, total } = rangeIn(headers["content-range"])
  if (status === 200) return { _tag: "Body", from: 0, total: numberIn(headers["content-length"]) }
  if (status === 206) return from === at ? { _tag: "Body", from, total } : { _tag: "Anew" }
  if (status === 416 && at > 0) return total === at ? { _tag: "Whole" } : { _tag: "Anew" }
  return status === 408 || status === 425 || status === 429 || status >= 500 ? { _tag: "Busy" } : { _tag: "Refused" }
}

/**
 * What tells this version of the file from others: a strong ETag, else the date of its last change; undefined where the
 * server says neither. A weak ETag will not do for parts of a file.
 */
export const validatorOf = ({ headers }: Reply): string | undefined => {
  const tag = headers["etag"]
  return tag !== undefined && tag.startsWith("\"") ? tag : headers["last-modified"]
}
