/**
 * A text that names nothing of its kind, as data. Tested in Named.test.ts.
 */
import * as Data from "effect/Data"
import type { InvalidOptions } from "../Errors.ts"
import type { Fault } from "../Message.ts"
import * as Quote from "../Quote.ts"

/** Why a text does not name a thing of its kind. */
export type NameProblem =
  /** It cannot be read; `at` is the offending character's index, and `problem` says what is wrong there. */
  | { readonly _tag: "Unreadable"; readonly at: number; readonly problem: string }
  /** Nothing has the name `value`; `allowed` are the names there are, and `suggestion`, where one is near, is what was meant. */
  | {
    readonly _tag: "Unknown"
    readonly value: string
    readonly allowed: ReadonlyArray<string>
    readonly suggestion: string | undefined
  }
  /** It is an old spelling, `value`, of what is written `suggestion` now. */
  | { readonly _tag: "Renamed"; readonly value: string; readonly suggestion: string }

const sentence = (kind: string, text: string, reason: NameProblem): string => {
  switch (reason._tag) {
    case "Unreadable":
      return `the ${kind} "${text}" cannot be read: column ${reason.at + 1}: ${reason.problem}`
    case "Unknown": {
      const { allowed, suggestion, value } = reason
      const meant = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`
      return `there is no ${kind} "${value}"; there are ${allowed.join(", ")}.${meant}`
    }
    case "Renamed":
      return `the ${kind} "${reason.value}" is written ${reason.suggestion} now`
  }
}

/** A `text` does not name a thing of its `kind`; `reason` says why. */
export class InvalidName extends Data.TaggedError("InvalidName")<{
  readonly kind: string
  readonly text: string
  readonly reason: NameProblem
}> {
  readonly exitCode = 1
  override get message(): string {
    return Quote.message(sentence(this.kind, this.text, this.reason))
  }
}

/** What an `error` of reading a name says was found, and what may stand there, for an error that is made of it. */
export const faultOf = (error: InvalidName | InvalidOptions): Fault => ofReason(error.reason)

const ofReason = (reason: (InvalidName | InvalidOptions)["reason"]): Fault => ({
  ...("value" in reason && { value: reason.value }),
  ...("expected" in reason && { expected: reason.expected }),
  ...("allowed" in reason && { allowed: reason.allowed }),
  ...("suggestion" in reason && reason.suggestion !== undefined && { suggestion: reason.suggestion })
})
