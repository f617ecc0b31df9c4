/** What can go wrong on the way to tensors. */
import * as Data from "effect/Data"
import type { BackendName } from "./names.ts"

/** A backend was asked for that does not run here. `remedy` says how to get it. */
export class BackendUnavailable extends Data.TaggedError("BackendUnavailable")<{
  readonly backend: BackendName
  readonly problem: string
  readonly remedy: string
}> {
  readonly exitCode = 2
  override get message(): string {
    return `the backend ${this.backend} does not run here: ${this.problem}; ${this.remedy}`
  }
}
