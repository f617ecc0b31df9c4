/** What can go wrong on the way to tensors. */
import * as Quote from "@marginalia/core/Quote"
import * as Data from "effect/Data"

/** Why a backend does not run. */
export type BackendProblem =
  /** A package of it is not installed; `cause` is the loader's error. */
  | { readonly _tag: "MissingPackage"; readonly cause: unknown }
  /** It begins, and registers under this name, and tfjs has no device for it. */
  | { readonly _tag: "NoDevice"; readonly registered: string }
  /** It threw while it began. */
  | { readonly _tag: "NotStarted"; readonly cause: unknown }
  /** This program, of that version, does not train the same network twice. */
  | { readonly _tag: "Unrepeatable"; readonly program: string; readonly version: string }

const inWords = (reason: BackendProblem): string => {
  switch (reason._tag) {
    case "MissingPackage":
      return "its package is not installed"
    case "NoDevice":
      return "tfjs found no device for it"
    case "NotStarted":
      return Quote.thrown(reason.cause)
    case "Unrepeatable":
      return `${reason.program} does not train the same network twice`
  }
}

/** A backend was asked for that does not run here; `reason` says why, and `remedy` how to get it. */
export class BackendUnavailable extends Data.TaggedError("BackendUnavailable")<{
  /** How it is written: `wasm`, or one of one's own. */
  readonly backend: string
  readonly reason: BackendProblem
  readonly remedy: string
}> {
  readonly exitCode = 2
  /** The reason, in words. */
  get problem(): string {
    return inWords(this.reason)
  }
  override get message(): string {
    return `the backend ${this.backend} does not run here: ${this.problem}; ${this.remedy}`
  }
}
