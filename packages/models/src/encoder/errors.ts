/** What can go wrong between items and vectors. */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import * as Data from "effect/Data"

type Expected = string | number

/** What was found, `value`, where `expected` is wanted, and both in words. */
export interface Misfit {
  /** Both in words, and what to do. */
  readonly problem: Message.Message
  /** What was found. */
  readonly value: unknown
  /** What would do. */
  readonly expected: Expected
}

/** What is wrong with a model's file, with the fields that are always there for that fault. */
export type ModelFault =
  /** It is not there, or cannot be read. */
  | { readonly fault: "Unreadable"; readonly cause: unknown }
  /** It cannot be written. */
  | { readonly fault: "Unwritable"; readonly cause: unknown }
  /** It is not there, and is fetched only where `setting` says so, or carried by `package`. */
  | { readonly fault: "Missing"; readonly setting?: string; readonly file?: string; readonly package?: string }
  /** It is not of its form, `expected`, or does not run here. */
  | { readonly fault: "Format"; readonly expected: Expected; readonly cause?: unknown }
  /** It has `value` where `expected` belongs to it: a size, a shape, a hash. */
  | { readonly fault: "Mismatch"; readonly value: unknown; readonly expected: Expected }
  /** It has no input or output of the name `value`, or several where none is named (`value` is undefined); `allowed` are its own. */
  | { readonly fault: "Unnamed"; readonly value: string | undefined; readonly allowed: ReadonlyArray<string> }

/** Why an encoder gave no vectors. */
export type EncoderProblem =
  /** It does not take these items: their shape, or too few of them. */
  | ({ readonly _tag: "Unfit" } & Misfit)
  /** It refused items that seemed to fit; `cause` is what it threw. */
  | { readonly _tag: "Refused"; readonly problem: Message.Message; readonly cause: unknown }
  /** A package that it needs is not installed, or does not load. */
  | { readonly _tag: "MissingPackage"; readonly name: string; readonly problem: string; readonly remedy: string }
  /** Its model or its description cannot be read or used. */
  | ({ readonly _tag: "BadModel"; readonly path: string; readonly problem: Message.Message } & ModelFault)
  /** It ran and gave what cannot be an embedding, in the batch from item `from`: no numbers, or another width than before. */
  | ({ readonly _tag: "BadOutput"; readonly from: number } & Misfit)

const sentence = (reason: EncoderProblem): Message.Message => {
  switch (reason._tag) {
    case "Unfit":
    case "Refused":
      return reason.problem
    case "MissingPackage":
      return `the package ${reason.name} ${reason.problem}; ${reason.remedy}`
    case "BadModel":
      return Message.text`${reason.path}: ${reason.problem}`
    case "BadOutput":
      return Message.text`the batch from item ${reason.from}: ${reason.problem}`
  }
}

/** An encoder cannot do its work; `reason` says why. */
export class EncoderError extends Data.TaggedError("EncoderError")<{
  readonly encoder: string
  readonly reason: EncoderProblem
}> {
  /** What it lacks is of the world; what it refuses is the user's. */
  get exitCode(): number {
    return this.reason._tag === "MissingPackage" || this.reason._tag === "BadModel" ? 2 : 1
  }
  get says(): Message.Message {
    const { encoder, reason } = this
    const twice = reason._tag === "BadModel" && encoder.endsWith(`(${reason.path})`)
    return Message.text`${encoder}: ${twice ? reason.problem : sentence(reason)}`
  }
  override get message(): string {
    return Quote.message(Message.toCode(this.says))
  }
}
