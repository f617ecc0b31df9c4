/**
 * Why a journal cannot be read, written or gone on with, as data, and in words. Tested in Journal.test.ts and by the journals of
 * packages/experiments.
 */

/** What is wrong with a journal. `path` is its file; `seq` is the number of the first event that cannot be trusted. */
export type JournalProblem =
  /** Somebody else writes it: the process `pid`, `since` when, where that is known. */
  | {
    readonly _tag: "Locked"
    readonly path: string
    readonly owner: { readonly pid: number; readonly since: string } | undefined
  }
  /** The event `seq` is not what was written, or is gone; `problem` says which. */
  | {
    readonly _tag: "Corrupt"
    readonly path: string
    readonly seq: number
    readonly problem: string
    readonly cause: unknown
  }
  /** It is something else, or cannot be had; where an event of it cannot be, `cause` is a `JournalError` that says which. */
  | { readonly _tag: "Unreadable"; readonly path: string; readonly cause: unknown }
  /** An event cannot be written. */
  | { readonly _tag: "Unwritable"; readonly path: string; readonly cause: unknown }
  /** A text is no event of a journal of this `version`. */
  | { readonly _tag: "NoEvent"; readonly version: number; readonly cause: unknown }
  /** The event `seq` is well formed, and says what cannot be; `problem` says why. */
  | { readonly _tag: "Impossible"; readonly seq: number; readonly problem: string }
  /** The event `seq` is none that may stand there; `expected` is what may: `the configuration`, `round 2`. */
  | { readonly _tag: "Order"; readonly seq: number; readonly expected: string }
  /** It is of an experiment that differs in these `fields` of its configuration. */
  | { readonly _tag: "OtherPlan"; readonly fields: ReadonlyArray<string> }
  /** A fork is asked for over data that differ in these `fields` of the configuration. */
  | { readonly _tag: "OtherData"; readonly fields: ReadonlyArray<string> }
  /** A fork was cut short: it has so many `rounds` of those that are `expected`. */
  | { readonly _tag: "CutShort"; readonly rounds: number; readonly expected: number }
  /** There are so many `rounds` to fork from, and the fork is to begin after so many, `atRound`. */
  | { readonly _tag: "TooFewRounds"; readonly rounds: number; readonly atRound: number }
  /** The journal to fork into holds another experiment. */
  | { readonly _tag: "Occupied" }
  /** What lies at `path` is none of a program's own journals: `value` is there where `expected` belongs; `problem` tells both. */
  | {
    readonly _tag: "Unfit"
    readonly path: string
    readonly problem: string
    readonly value: unknown
    readonly expected: unknown
  }

const said = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)

/** A problem of a journal, as a sentence. */
export const inWords = (reason: JournalProblem): string => {
  switch (reason._tag) {
    case "Locked": {
      const who = reason.owner === undefined
        ? "another process"
        : `process ${reason.owner.pid} (since ${reason.owner.since})`
      return `${reason.path}: ${who} writes this journal; wait for it or stop it, reading is possible meanwhile`
    }
    case "Corrupt":
      return `${reason.path}: ${reason.problem}; restore the file from a copy, or start a new one`
    case "Unreadable":
      return `${reason.path}: this journal cannot be opened: ${said(reason.cause)}`
    case "Unwritable":
      return `${reason.path}: the event cannot be written: ${
        said(reason.cause)
      }; what was written before is safe, resume from there`
    case "NoEvent":
      return `this is no event of a journal of version ${reason.version}: ${said(reason.cause)}`
    case "Impossible":
      return `event ${reason.seq} cannot be: ${reason.problem}`
    case "Order":
      return `event ${reason.seq} is not ${reason.expected}; this is no journal of one experiment`
    case "OtherPlan":
      return `the journal is of an experiment with another ${reason.fields.join(", ")}; resume it as it was, or fork it`
    case "OtherData":
      return `a fork goes on over the same data; here it has another ${reason.fields.join(", ")}`
    case "CutShort":
      return `the fork was cut short: it has ${reason.rounds} of the ${reason.expected} rounds; fork again to fill it up`
    case "TooFewRounds":
      return `there are ${reason.rounds} rounds to fork from, and ${reason.atRound} are asked for`
    case "Occupied":
      return "the journal to fork into holds another experiment; name a new file"
    case "Unfit":
      return `${reason.path} ${reason.problem}`
  }
}
