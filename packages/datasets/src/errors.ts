/** What can be wrong with a data set, as values: which file, where in it, and what to do. */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"

/** Why a request for a data set makes no sense, with the fields that are always there for that fault. Settings have their names in code. */
export type RequestFault =
  /** `setting`, or the environment variable of that name, does not take `value`; `expected` says what it takes. */
  | { readonly fault: "Value"; readonly setting: string; readonly value: unknown; readonly expected: string }
  /** There is no folder and no data set `value`; `allowed` are the data sets. */
  | { readonly fault: "Unknown"; readonly value: string; readonly allowed: ReadonlyArray<string> }
  /** What lies at `value` is there, and is no `expected`. */
  | { readonly fault: "Kind"; readonly value: string; readonly expected: string }
  /** `setting` is needed: nothing else says it. */
  | { readonly fault: "Missing"; readonly setting: string }
  /** Images come to so many `bytes`, more than memory or the disk takes: `free` bytes. */
  | { readonly fault: "TooLarge"; readonly bytes: number; readonly free: number }
  /** None of so many `images` can be read. */
  | { readonly fault: "NoImage"; readonly images: number }
  /** What it builds on failed with `cause`. */
  | { readonly fault: "Failed"; readonly cause: unknown }

/** Why a data set could not be had. */
export type DatasetProblem =
  /** There is no data set of this name. */
  | { readonly _tag: "Unknown"; readonly name: string; readonly allowed: ReadonlyArray<string> }
  /** It is in none of the folders; `how` says how to get it. */
  | {
    readonly _tag: "Missing"
    readonly name: string
    readonly folders: ReadonlyArray<{ readonly path: string; readonly problem: string }>
    readonly how: Message.Message
  }
  /** The file is there, and the system does not hand it over. */
  | { readonly _tag: "Unreadable"; readonly path: string; readonly cause: unknown }
  /** The file holds what its format does not allow; `offset` in (unpacked) bytes from its start. */
  | { readonly _tag: "Malformed"; readonly path: string; readonly offset: number; readonly problem: string }
  /** The file is well formed and is not the one that was published. */
  | { readonly _tag: "Changed"; readonly path: string; readonly expected: string; readonly found: string }
  /** Two files that belong together do not fit. */
  | { readonly _tag: "Mismatch"; readonly paths: ReadonlyArray<string>; readonly problem: Message.Message }
  /** One image of many cannot be used; the others can, and `skipBad` goes on with them. */
  | { readonly _tag: "BadImage"; readonly path: string; readonly problem: Message.Message }
  /** What was asked for cannot be done. */
  | ({ readonly _tag: "InvalidRequest"; readonly problem: Message.Message } & RequestFault)
  /** What was decoded into a file in `folder`, because it is too large for memory, cannot be read from there again. */
  | { readonly _tag: "ScratchLost"; readonly what: string; readonly folder: string; readonly cause: unknown }
  /** An optional package is needed; `problem` says how to add it. */
  | { readonly _tag: "MissingPackage"; readonly name: string; readonly problem: string }

const skipBad = Message.setting("skipBad", { value: true })

const again = "copy or download it again"

const sentence = (problem: DatasetProblem): Message.Message => {
  switch (problem._tag) {
    case "Unknown":
      return `there is no data set "${problem.name}"; there are ${problem.allowed.join(", ")}`
    case "Missing": {
      const seen = problem.folders.map(({ path, problem }) => `\n  ${path}: ${problem}`).join("")
      return Message.text`${problem.name} is not here; ${problem.how}\nlooked in${seen === "" ? " no folder" : seen}`
    }
    case "Unreadable":
      return `${problem.path}: this file cannot be read; check its permissions, or ${again}`
    case "Malformed":
      return `${problem.path}: byte ${problem.offset}: ${problem.problem}`
    case "Changed":
      return `${problem.path}: ${problem.found} instead of ${problem.expected}, so it is not the published file; ${again}`
    case "Mismatch":
      return Message.text`${problem.paths.join(" and ")}: ${problem.problem}`
    case "BadImage":
      return Message
        .text`${problem.path}: ${problem.problem}; mend or remove it, or go on without such images: ${skipBad}`
    case "ScratchLost": {
      const lost = `${problem.what} cannot be read again from the file in ${problem.folder} that holds them`
      const other = "set MARGINALIA_CACHE to a folder on another disk, or make the images smaller"
      const size = Message.setting("size", { value: 64 })
      return Message.text`${lost} (${Quote.thrown(problem.cause)}); check that disk, ${other} (${size})`
    }
    case "InvalidRequest":
    case "MissingPackage":
      return problem.problem
  }
}

/** A data set's files are missing, unreadable, corrupt, or not what they should be. */
export class DatasetError extends Data.TaggedError("DatasetError")<{ readonly reason: DatasetProblem }> {
  readonly exitCode = 2
  get says(): Message.Message {
    return sentence(this.reason)
  }
  override get message(): string {
    return Quote.message(Message.toCode(this.says))
  }
}

/** The error for the file at `path` whose bytes at `offset` are wrong; `problem` says how. */
export const malformed = (path: string, offset: number, problem: string): DatasetError =>
  new DatasetError({ reason: { _tag: "Malformed", path, offset, problem } })

/** The error for files at `paths` that do not fit together, or hold other than what they should; `problem` says how. */
export const mismatch = (paths: ReadonlyArray<string>, problem: Message.Message): DatasetError =>
  new DatasetError({ reason: { _tag: "Mismatch", paths, problem } })

/** The error for a request that makes no sense; `problem` says why in words, and `fault` what was given and what may be. */
export const invalidRequest = (problem: Message.Message, fault: RequestFault): DatasetError =>
  new DatasetError({ reason: { _tag: "InvalidRequest", problem, ...fault } })

/** {@link invalidRequest} for a part of a data set that its labels do not allow; `cause` says why. */
export const noPart = (cause: InvalidSubset): DatasetError => invalidRequest(cause.message, { fault: "Failed", cause })

/** Why a subset cannot be drawn. */
export type SubsetProblem =
  /** The label of `position` is none of the `classes`, from 0. */
  | { readonly _tag: "Label"; readonly position: number; readonly value: number; readonly classes: number }
  /** A position is beyond the labels, of which there are `size`. */
  | { readonly _tag: "Position"; readonly position: number; readonly size: number }
  /** A class, by its number, has fewer items than are wanted of it. */
  | { readonly _tag: "TooFew"; readonly class: number; readonly size: number; readonly wanted: number }
  /** A long tail's factor is no positive number. */
  | { readonly _tag: "Factor"; readonly value: number }
  /** The fraction to hold out is not from 0 to 1. */
  | { readonly _tag: "Fraction"; readonly value: number }
  /** The size of an initial set is no whole number from 0 to the number of items, `size`. */
  | { readonly _tag: "Count"; readonly value: number; readonly size: number }
  /** The number of folds is no whole number from 2 to the number of items, `size`. */
  | { readonly _tag: "Folds"; readonly value: number; readonly size: number }
  /** A class, by its number, has one item, and no fold could be asked about it. */
  | { readonly _tag: "Single"; readonly class: number }

const ofSubset = (reason: SubsetProblem): string => {
  switch (reason._tag) {
    case "Label":
      return `the label of position ${reason.position} is ${reason.value} where 0 to ${reason.classes - 1} are expected`
    case "Position":
      return `position ${reason.position} is beyond the ${reason.size} labels`
    case "TooFew":
      return `class ${reason.class} has ${reason.size} items, fewer than the ${reason.wanted} asked of it; ask for fewer`
    case "Factor":
      return `a long tail's factor is ${reason.value}; give most to least (50) or least to most (0.02)`
    case "Fraction":
      return `a hold-out of ${reason.value}; give a fraction from 0 to 1`
    case "Count":
      return `an initial set of ${reason.value} items cannot be drawn from ${reason.size}; give a whole number from 0 to ${reason.size}`
    case "Folds":
      return `${reason.value} folds of ${reason.size} items; give a whole number from 2 to ${reason.size}`
    case "Single":
      return `class ${reason.class} has 1 item, and folds take 2 of each class at least; label another`
  }
}

/** A subset was asked for that the labels do not allow; `reason` says why, and the message what to do. */
export class InvalidSubset extends Data.TaggedError("InvalidSubset")<{ readonly reason: SubsetProblem }> {
  readonly exitCode = 1
  override get message(): string {
    return ofSubset(this.reason)
  }
}

/** The effect that fails with {@link InvalidSubset}, for `reason`. */
export const noSubset = (reason: SubsetProblem): Effect.Effect<never, InvalidSubset> =>
  Effect.fail(new InvalidSubset({ reason }))
