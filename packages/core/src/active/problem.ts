/**
 * What an active learner refuses, as data. Tested in `book.test.ts` and `ActiveLearner.test.ts`.
 */
import * as Data from "effect/Data"
import { describe } from "../ports/call.ts"
import * as Quote from "../Quote.ts"

/** Why an {@link ActiveLearner} did not do what it was asked; nothing has changed by it. */
export type ActiveProblem =
  /** No item of the pool has the id `id`. */
  | { readonly _tag: "UnknownItem"; readonly id: string; readonly suggestion: string | undefined }
  /** `label`, given for `id`, is none of `classes` (their names, or how many there are). */
  | {
    readonly _tag: "UnknownClass"
    readonly id: string
    readonly label: unknown
    readonly classes: ReadonlyArray<string> | number
  }
  /** `id` was given both `first` and `second` in one call. */
  | {
    readonly _tag: "GivenTwice"
    readonly id: string
    readonly first: string | number
    readonly second: string | number
  }
  /** `id` has the label `label`, and `given` is another (undefined: it was to be declined). */
  | {
    readonly _tag: "Labeled"
    readonly id: string
    readonly label: string | number
    readonly given: string | number | undefined
  }
  /** `id` has no label that could be corrected. */
  | { readonly _tag: "NotLabeled"; readonly id: string }
  /** The id `id` is in the pool already. */
  | { readonly _tag: "KnownItem"; readonly id: string }
  /** `what` came where labels, ids or items are due. */
  | { readonly _tag: "Kind"; readonly what: string; readonly value: unknown; readonly expected: string }
  /** There are `given` of `what`, and `expected` are due. */
  | { readonly _tag: "Count"; readonly what: string; readonly given: number; readonly expected: number }
  /** There is no label to learn from. */
  | { readonly _tag: "NoLabels" }
  /** The strategy asks a model before there is a label, and no `coldStart` was given. */
  | { readonly _tag: "NoColdStart"; readonly strategy: string }
  /** It was stopped. */
  | { readonly _tag: "Stopped" }

const quoted = (value: string | number): string => typeof value === "number" ? String(value) : JSON.stringify(value)

/** The most names that a message lists. */
const SHOWN = 20

const listed = (names: ReadonlyArray<string>): string => {
  const shown = names.slice(0, SHOWN).map(quoted).join(", ")
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown
}

const sentence = (reason: ActiveProblem): string => {
  switch (reason._tag) {
    case "UnknownItem": {
      const near = reason.suggestion === undefined ? "" : `; did you mean ${quoted(reason.suggestion)}?`
      return `no item of the pool has the id ${quoted(reason.id)}${near}`
    }
    case "UnknownClass": {
      const { classes, id, label } = reason
      const known = typeof classes === "number"
        ? `a class is a whole number from 0 to ${classes - 1}`
        : `the classes are ${listed(classes)}`
      return `the label of ${quoted(id)} is ${describe(label)}; ${known}`
    }
    case "GivenTwice":
      return `${quoted(reason.id)} is given ${quoted(reason.first)} and ${quoted(reason.second)}; give it one label`
    case "Labeled":
      return reason.given === undefined
        ? `${quoted(reason.id)} has the label ${quoted(reason.label)}, and cannot be declined any more`
        : `${quoted(reason.id)} has the label ${quoted(reason.label)}, and is given ${
          quoted(reason.given)
        }; change it with correct`
    case "NotLabeled":
      return `${quoted(reason.id)} has no label to correct; give it one with tell`
    case "KnownItem":
      return `the id ${quoted(reason.id)} is in the pool already; ids must differ`
    case "Kind":
      return `${reason.what} is ${describe(reason.value)}; it must be ${reason.expected}`
    case "Count":
      return `there are ${reason.given} ${reason.what}; there must be ${reason.expected}`
    case "NoLabels":
      return "there is no label to learn from; ask for items with next, and tell their labels"
    case "NoColdStart":
      return `${reason.strategy} asks a model, and there is none before the first label; give a coldStart: random(), say`
    case "Stopped":
      return "the learner was stopped; make another one with its labels"
  }
}

/** An active learner was asked for what cannot be; `reason` says why, with its data. Nothing has changed by it. */
export class ActiveLearnerError extends Data.TaggedError("ActiveLearnerError")<{ readonly reason: ActiveProblem }> {
  readonly exitCode = 1
  override get message(): string {
    return Quote.message(sentence(this.reason))
  }
}

/** Throws an {@link ActiveLearnerError}. */
export const refuse = (reason: ActiveProblem): never => {
  throw new ActiveLearnerError({ reason })
}
