/**
 * What the command finds, beside what the libraries say.
 */
import * as Data from "effect/Data"

/** `verify` recomputed a selection and got other picks, which it has printed. */
export class OtherPicks extends Data.TaggedError("OtherPicks")<{ readonly differences: number; readonly of: number }> {
  readonly exitCode = 3
  override get message(): string {
    return `not confirmed: ${this.differences} of ${this.of} picks differ`
  }
}
