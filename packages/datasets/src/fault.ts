/**
 * Why an input or a request was refused, as data: a `reason` to switch on, and what each reason always says of itself.
 * What else is known (a column, a row, a setting, what was found and what may stand there) stands beside it.
 */
import type { Message } from "@marginalia/core"

type Expected = string | number

/** Why what a file holds was refused, with the fields that are always there for that reason. */
export type InputReason =
  /** There is nothing in it: no row, no item, no label. */
  | { readonly reason: "Empty" }
  /** It is not of its form, or damaged; `expected` names the form: `csv`, `UTF-8`, `the description of a column`. */
  | { readonly reason: "Format"; readonly expected: Expected }
  /** What must be there is not: a cell, a header, an array; `expected` says what. */
  | { readonly reason: "Missing"; readonly expected: Expected }
  /** `value`, a name or an id, is none of those that there are, `allowed`. */
  | { readonly reason: "Unknown"; readonly value: unknown; readonly allowed: ReadonlyArray<string> }
  /** `value` may not stand where it stands; `expected` says what may. */
  | { readonly reason: "Value"; readonly value: unknown; readonly expected: Expected }
  /** `value`, a name or an id, is there twice, and may be once. */
  | { readonly reason: "Twice"; readonly value: unknown }
  /** A count, a shape, a hash or a version is `value`, and `expected` by what belongs to it. */
  | { readonly reason: "Mismatch"; readonly value: unknown; readonly expected: Expected }
  /** It can be read in several ways, `allowed`; a setting or a repair settles it. */
  | { readonly reason: "Ambiguous"; readonly allowed: ReadonlyArray<string> }
  /** Two `settings` of the reading exclude each other. */
  | { readonly reason: "Conflict"; readonly settings: ReadonlyArray<string> }
  /** `setting` says nothing to such a file. */
  | { readonly reason: "Idle"; readonly setting: string }
  /** What it says cannot be done to a project; `value` is the refusal, as data. */
  | { readonly reason: "Import"; readonly value: unknown }
  /** It may be well formed, and `value` (a format, a packing, a kind of numbers) is nothing that can be used here. */
  | { readonly reason: "Unsupported"; readonly value: unknown }
  /** There are too few labels, or classes with some, for what was asked: `value` of them, and `expected` are wanted. */
  | { readonly reason: "TooFew"; readonly value: unknown; readonly expected: Expected }
  /** It comes to more than is allowed; `value` is how much, or what. */
  | { readonly reason: "TooLarge"; readonly value: unknown }
  /** Code that a person wrote, a plugin, cannot be loaded or is not what it should be. */
  | { readonly reason: "Plugin"; readonly value: unknown }

/** Why a request was refused, with the fields that are always there for that reason. Settings have their names in code. */
export type UsageReason =
  /** `setting` is needed and was not given. */
  | { readonly reason: "Missing"; readonly setting: string }
  /** `value`, a name, is none of those that there are, `allowed`. */
  | { readonly reason: "Unknown"; readonly value: unknown; readonly allowed: ReadonlyArray<string> }
  /** `setting` does not take `value`; `expected` says what it takes. */
  | {
    readonly reason: "Value"
    readonly setting: string
    readonly value: unknown
    readonly expected: Expected
  }
  /** These `settings` exclude each other, or name one place twice. */
  | { readonly reason: "Conflict"; readonly settings: ReadonlyArray<string> }
  /** `setting` says nothing to what was asked. */
  | { readonly reason: "Idle"; readonly setting: string }
  /** `setting`, or a name in it, `value`, was given twice. */
  | { readonly reason: "Twice"; readonly setting: string; readonly value: unknown }
  /** The place `value` holds something already, which is not written over. */
  | { readonly reason: "Occupied"; readonly value: string }
  /** Two things that were given do not belong together: one is `value`, and the other takes `expected`. */
  | { readonly reason: "Mismatch"; readonly value: unknown; readonly expected: Expected }
  /** It was made by another version, `value`, than this one, `expected`. */
  | { readonly reason: "Version"; readonly value: unknown; readonly expected: Expected }
  /** The query that was made of what was given is refused; `cause` is core's `InvalidQuery`, which says where and why. */
  | { readonly reason: "Query"; readonly cause: unknown }
  /** The labels, or what was trained on them, do not suffice yet; `expected` says what is wanted. */
  | { readonly reason: "TooFew"; readonly value: unknown; readonly expected: Expected }

/** What is known of a refused input: its reason, and where it is. */
export type InputFault = Message.Fault & InputReason

/** What is known of a refused request: its reason, and which setting or name. */
export type UsageFault = Message.Fault & UsageReason & { readonly cause?: unknown }
