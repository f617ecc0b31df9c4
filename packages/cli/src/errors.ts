/**
 * What the command finds, beside what the libraries say.
 */
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** A manifest cannot be checked on this machine. */
export class NotComparable extends Data.TaggedError("NotComparable")<{ readonly problem: string }> {
  readonly exitCode = 2
  override get message(): string {
    return visible(`not comparable: ${this.problem}`)
  }
}

/** `verify` recomputed a selection and got other picks, which it has printed. */
export class OtherPicks extends Data.TaggedError("OtherPicks")<{ readonly differences: number; readonly of: number }> {
  readonly exitCode = 3
  override get message(): string {
    return `not confirmed: ${this.differences} of ${this.of} picks differ`
  }
}
