/** Why a parquet file cannot be read, as data. */
import * as Data from "effect/Data"
import { type Allowance, tooLarge } from "../limits.ts"

/** Why a parquet or Arrow file cannot be read. */
export type ParquetProblem =
  /** It is no such file, or damaged; `problem` is what the decoder found. */
  | { readonly _tag: "Damaged"; readonly problem: string }
  /** The system does not hand the file over; `code` is what it says: `ENOENT`. */
  | { readonly _tag: "System"; readonly code: string; readonly problem: string }
  /** Decoding it took longer than so many `milliseconds`. */
  | { readonly _tag: "Late"; readonly milliseconds: number }
  /** Decoding it took more memory than it says. */
  | { readonly _tag: "Memory" }
  /** Its decoder ended. */
  | { readonly _tag: "Ended" }
  /** It comes to `promised` bytes, and fewer are `allowed`. */
  | { readonly _tag: "TooLarge"; readonly promised: number; readonly allowed: Allowance }
  /** How many bytes are allowed cannot be read; `cause` says why. */
  | { readonly _tag: "Limit"; readonly cause: Error }

const inWords = (reason: ParquetProblem): string => {
  switch (reason._tag) {
    case "Damaged":
    case "System":
      return reason.problem
    case "Late":
      return "decoding it came to no end"
    case "Memory":
      return "decoding it takes more memory than it says"
    case "Ended":
      return "its decoder ended"
    case "TooLarge":
      return tooLarge(reason.allowed, reason.promised)
    case "Limit":
      return reason.cause.message
  }
}

/** A file is no parquet file, is damaged, or comes to more than is allowed; `reason` says which. */
export class UnreadableParquet extends Data.TaggedError("UnreadableParquet")<{ readonly reason: ParquetProblem }> {
  readonly exitCode = 1
  /** The reason, in words. */
  get problem(): string {
    return inWords(this.reason)
  }
  override get message(): string {
    return this.problem
  }
}

/** The error of a reason. */
export const unreadable = (reason: ParquetProblem): UnreadableParquet => new UnreadableParquet({ reason })
