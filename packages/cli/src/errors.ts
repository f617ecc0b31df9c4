/**
 * What the command finds, beside what the libraries say.
 */
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** What a manifest was made with that is not to be had here. */
export type EngineProblem =
  /** No `what` of that name is known; `allowed` are those that are. */
  | { readonly _tag: "Unknown"; readonly what: string; readonly name: string; readonly allowed: ReadonlyArray<string> }
  /** This version of Node cannot run the kernels. */
  | { readonly _tag: "Kernels"; readonly variant: string; readonly node: string }

const madeWith = (reason: EngineProblem): string =>
  reason._tag === "Unknown"
    ? `the ${reason.what} "${reason.name}", which is not known here`
    : `the ${reason.variant} kernels, which this Node (${reason.node}) cannot run; verify it with a newer Node`

/** A manifest cannot be checked on this machine. */
export class NotComparable extends Data.TaggedError("NotComparable")<{ readonly reason: EngineProblem }> {
  readonly exitCode = 2
  override get message(): string {
    return visible(`not comparable: the manifest was made with ${madeWith(this.reason)}`)
  }
}

/** `verify` recomputed a selection and got other picks, which it has printed. */
export class OtherPicks extends Data.TaggedError("OtherPicks")<{ readonly differences: number; readonly of: number }> {
  readonly exitCode = 3
  override get message(): string {
    return `not confirmed: ${this.differences} of ${this.of} picks differ`
  }
}
