/**
 * Why a part does not take an option, as data, and in words. Tested in Options.test.ts and Named.test.ts.
 */
import * as Quote from "../Quote.ts"

/** Why an option was refused. The option is the `path` of the error, or the options as a whole where that is empty. */
export type OptionProblem =
  /** There is no such option; `allowed` are those that there are, and `suggestion`, where one is near, is what was meant. */
  | {
    readonly _tag: "Unknown"
    readonly allowed: ReadonlyArray<string>
    readonly suggestion: string | undefined
  }
  /** It takes `expected`, and `value` was given. */
  | { readonly _tag: "Value"; readonly value: unknown; readonly expected: string }
  /** It has no default, and was not given; `about` says what it is. */
  | { readonly _tag: "Missing"; readonly about: string }
  /** It takes a score, and was not given. */
  | { readonly _tag: "NoScore" }
  /** It takes a list that may not be empty; `expected` is the least that must be there. */
  | { readonly _tag: "Empty"; readonly expected: string }
  /** It is given twice, with its name and without. */
  | { readonly _tag: "Twice" }
  /** A value without a name is one too many; `positional` are the options that may stand without one. */
  | { readonly _tag: "OneTooMany"; readonly positional: ReadonlyArray<string> }
  /** It takes a plain value, and something with options of its own was given, of the name `value`. */
  | { readonly _tag: "Nested"; readonly value: string }
  /** The options are `value`, where `expected` is due: `an object`. */
  | { readonly _tag: "NoOptions"; readonly value: string; readonly expected: string }
  /** It says nothing to `what`, unless `add` is given as well. */
  | { readonly _tag: "Idle"; readonly what: string; readonly add: string }
  /** A reason of a part of one's own: `value` is what it does not take, and `expected` what it does; `problem` tells both. */
  | { readonly _tag: "Own"; readonly problem: string; readonly value: unknown; readonly expected: string }

const unknown = (path: string, { allowed, suggestion }: Extract<OptionProblem, { readonly _tag: "Unknown" }>) => {
  const takes = allowed.length === 0 ? "It takes no options." : `It takes ${allowed.join(", ")}.`
  const meant = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`
  return `there is no option "${path}".${meant} ${takes}`
}

/** A problem of the option `path`, as a sentence. */
export const inWords = (path: string, reason: OptionProblem): string => {
  switch (reason._tag) {
    case "Unknown":
      return unknown(path, reason)
    case "Value":
      return `${path} takes ${reason.expected}, not ${Quote.value(reason.value)}`
    case "Missing":
      return `${path} is missing (${reason.about})`
    case "NoScore":
      return `${path} is missing; it takes a score, such as typicality`
    case "Empty":
      return `there are no ${path}; give at least ${reason.expected}`
    case "Twice":
      return `${path} is given twice, with its name and without`
    case "OneTooMany": {
      const takes = reason.positional.length === 0
        ? "write name=value"
        : `only ${reason.positional.join(", ")} may stand without a name`
      return `a value without a name is one too many; ${takes}`
    }
    case "Nested":
      return `${path} takes no ${reason.value}(…)`
    case "NoOptions":
      return `the options are ${reason.value}; give ${reason.expected}`
    case "Idle":
      return `${path} says nothing to ${reason.what}; add ${reason.add}`
    case "Own":
      return reason.problem
  }
}
