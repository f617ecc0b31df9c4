/** What can be wrong with a saved model, as data. */
import * as Quote from "@marginalia/core/Quote"
import * as Data from "effect/Data"

/** Why a model's folder cannot be used, with the fields that are always there for that reason. */
export type ModelFileFault =
  /** It cannot be written; `cause` is what the system said. */
  | { readonly reason: "Unwritable"; readonly cause: unknown }
  /** A file of it is not there, or cannot be read; `cause` is what the system said. */
  | { readonly reason: "Missing"; readonly cause: unknown }
  /** A file is not of its form, `expected`; `cause` says where. */
  | { readonly reason: "Format"; readonly expected: string; readonly cause: unknown }
  /** A file has `value` bytes, and at most `expected` are read. */
  | { readonly reason: "TooLarge"; readonly value: number; readonly expected: number }
  /** It has `value` where `expected` belongs to the rest of it: a size, a shape, a count, a hash, a name. */
  | { readonly reason: "Mismatch"; readonly value: unknown; readonly expected: string | number }
  /** A number is `value`, and `expected` says what it may be. */
  | { readonly reason: "Value"; readonly value: unknown; readonly expected: string | number }

/**
 * A model's folder cannot be read or written, or is not what was saved. `path` is the file at fault, and the fields of
 * {@link ModelFileFault} for the `reason` are always there.
 */
export class ModelFileError extends Data.TaggedError("ModelFileError")<{
  readonly path: string
  readonly problem: string
  readonly reason: ModelFileFault["reason"]
  readonly value?: unknown
  readonly expected?: string | number
  readonly cause?: unknown
}> {
  constructor(fields: { readonly path: string; readonly problem: string } & ModelFileFault) {
    super({ ...fields })
  }
  /** A model that is there and is none is the user's input; one that is missing, or cannot be written, is of the world. */
  get exitCode(): number {
    return this.reason === "Missing" || this.reason === "Unwritable" ? 2 : 1
  }
  override get message(): string {
    return Quote.message(`${this.path}: ${this.problem}`)
  }
}
