/**
 * Why labels could not be had, as data, and in words. Tested in oracle.test.ts.
 */
import { counted } from "../Words.ts"
import { describe } from "./call.ts"

/** What is wrong with a file in which labels are exchanged or kept, with the fields that are always there for that fault. */
export type LabelsFileFault =
  /** It cannot be written; `cause` is what the system said. */
  | { readonly fault: "Unwritable"; readonly cause: unknown }
  /** It cannot be read; `cause` is what the system said. */
  | { readonly fault: "Unreadable"; readonly cause: unknown }
  /** It is no `expected`: `csv`, or `answers`. */
  | { readonly fault: "Format"; readonly expected: "csv" | "answers"; readonly cause: unknown }
  /** It has the columns `value`, and needs `expected`. */
  | { readonly fault: "Columns"; readonly value: ReadonlyArray<string>; readonly expected: ReadonlyArray<string> }
  /** The item `id` was not asked about in `round`. */
  | { readonly fault: "OtherBatch"; readonly id: string; readonly round: number }
  /** The item `id` is there twice. */
  | { readonly fault: "Twice"; readonly id: string }
  /** The label of the item `id` is `value`, none of `allowed` (undefined: whole numbers from 0), nor `declined`. */
  | {
    readonly fault: "Label"
    readonly id: string
    readonly value: string
    readonly allowed: ReadonlyArray<string> | undefined
    readonly declined: string
  }
  /** The class of the item `id` is `value`, which is not below the number of `classes`. */
  | { readonly fault: "Class"; readonly id: string; readonly value: number; readonly classes: number }

/** Why the labels could not be had, or are not such as were asked for. */
export type OracleProblem =
  /** The oracle declined all of so many `items` so far, and there is nothing to learn from. */
  | { readonly _tag: "Declined"; readonly items: number }
  /** Not one label an item: in `round` there are `given` labels, and `expected` items. */
  | { readonly _tag: "WrongCount"; readonly round: number; readonly given: number; readonly expected: number }
  /** `value` is no class: the item at `position`, of the `id` where it has one, takes a whole number from 0 to `most`. */
  | {
    readonly _tag: "UnknownLabel"
    readonly position: number
    readonly id: string | undefined
    readonly value: unknown
    /** Undefined: any whole number. */
    readonly most: number | undefined
  }
  /** `value` came where a list of labels is due. */
  | { readonly _tag: "NoLabels"; readonly value: unknown }
  /** `value` came where a cost is due, a number from 0. */
  | { readonly _tag: "Cost"; readonly value: unknown }
  /** The answer, `value`, threw `cause` when it was looked at. */
  | { readonly _tag: "Unreadable"; readonly value: unknown; readonly cause: unknown }
  /** No label of the item at `position` is known: there are so many, `size`. */
  | { readonly _tag: "NotKnown"; readonly position: number; readonly size: number }
  /** The class of the number `value` has no price: there are so many, `prices`. */
  | { readonly _tag: "NoPrice"; readonly value: number; readonly prices: number }
  /** The file `path` in which labels are exchanged or kept is at fault. */
  | ({ readonly _tag: "LabelsFile"; readonly path: string } & LabelsFileFault)
  /** Asking failed: `problem` says it in words, and `cause` is the error, or what came instead of an Effect. */
  | { readonly _tag: "Failed"; readonly problem: string; readonly cause: unknown }

const said = (cause: unknown): string => cause instanceof Error ? cause.message : describe(cause)

const ofFile = (fault: LabelsFileFault): string => {
  switch (fault.fault) {
    case "Unwritable":
      return `the labels' file cannot be written (${said(fault.cause)}); make room, or change its permissions`
    case "Unreadable":
      return `the labels cannot be read (${said(fault.cause)}); check that the file is there, and its permissions`
    case "Format":
      return fault.expected === "csv"
        ? `this is not csv: ${said(fault.cause)}`
        : "these are no answers; delete the file to be asked again"
    case "Columns":
      return `it has the columns ${fault.value.join(", ")}; it needs ${fault.expected.join(" and ")}`
    case "OtherBatch":
      return `item ${fault.id} is not in the batch of round ${fault.round}`
    case "Twice":
      return `item ${fault.id} is there twice; keep one line`
    case "Label": {
      const classes = fault.allowed === undefined ? "a whole number from 0" : `one of ${fault.allowed.join(", ")}`
      return `item ${fault.id} has the label ${fault.value}; it must be ${classes}, or ${fault.declined} to decline`
    }
    case "Class": {
      const { classes, id, value } = fault
      return `item ${id} has class ${value}; there are ${classes}, from 0; delete the file to be asked again`
    }
  }
}

const unknownLabel = ({ id, most, position, value }: Extract<OracleProblem, { readonly _tag: "UnknownLabel" }>) => {
  const range = most === undefined ? "a whole number from 0" : `a whole number from 0 to ${most}`
  const item = `item ${id ?? position} (position ${position})`
  return `the oracle says ${describe(value)} of ${item}; a class is ${range}, and −1 or null declines the item`
}

/** A problem of asking, as a sentence. */
export const inWords = (reason: OracleProblem): string => {
  switch (reason._tag) {
    case "Declined":
      return `the oracle declined all ${reason.items} items so far, and there is no label to learn from; ask about others`
    case "WrongCount":
      return `the oracle gave ${counted(reason.given, "label")} for the ${
        counted(reason.expected, "item")
      } of round ${reason.round}; it must give one an item, in their order, and −1 or null for an item that it declines`
    case "UnknownLabel":
      return unknownLabel(reason)
    case "NoLabels":
      return `the oracle answered ${describe(reason.value)}; it must answer { labels }, one class an item`
    case "Cost":
      return `the oracle says that the labels cost ${describe(reason.value)}; a cost is a number from 0`
    case "Unreadable":
      return `the answer cannot be read: ${String(reason.cause)}`
    case "NotKnown":
      return `position ${reason.position} has no known label: there are ${reason.size}; give one for each item of the pool`
    case "NoPrice":
      return `class ${reason.value} has no price; there are ${reason.prices} prices`
    case "LabelsFile":
      return `${reason.path}: ${ofFile(reason)}`
    case "Failed":
      return reason.problem
  }
}
