/** What can go wrong on the way to tensors. */
import * as Data from "effect/Data"

/** A backend was asked for that does not run here. `remedy` says how to get it. */
export class BackendUnavailable extends Data.TaggedError("BackendUnavailable")<{
  /** How it is written: `wasm`, or one of one's own. */
  readonly backend: string
  readonly problem: string
  readonly remedy: string
}> {
  readonly exitCode = 2
  override get message(): string {
    return `the backend ${this.backend} does not run here: ${this.problem}; ${this.remedy}`
  }
}
