/** What can go wrong between items and vectors. */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import * as Data from "effect/Data"

/** Why an encoder gave no vectors. */
export type EncoderProblem =
  /** It does not take these items: their shape, or too few of them. */
  | { readonly _tag: "Unfit"; readonly problem: Message.Message }
  /** A package that it needs is not installed, or does not load. */
  | { readonly _tag: "MissingPackage"; readonly name: string; readonly problem: string; readonly remedy: string }
  /** Its model or its description cannot be read or used. */
  | { readonly _tag: "BadModel"; readonly path: string; readonly problem: Message.Message; readonly cause?: unknown }
  /** It ran and gave what cannot be an embedding: no numbers, or another width than before. */
  | { readonly _tag: "BadOutput"; readonly from: number; readonly problem: string }

const sentence = (reason: EncoderProblem): Message.Message => {
  switch (reason._tag) {
    case "Unfit":
      return reason.problem
    case "MissingPackage":
      return `the package ${reason.name} ${reason.problem}; ${reason.remedy}`
    case "BadModel":
      return Message.text`${reason.path}: ${reason.problem}`
    case "BadOutput":
      return `the batch from item ${reason.from}: ${reason.problem}`
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
