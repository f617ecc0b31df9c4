/** What can go wrong between items and vectors. */
import * as Quote from "@marginalia/core/Quote"
import * as Data from "effect/Data"

/** Why an encoder gave no vectors. */
export type EncoderProblem =
  /** It does not take these items: their shape, or too few of them. */
  | { readonly _tag: "Unfit"; readonly problem: string }
  /** A package that it needs is not installed, or does not load. */
  | { readonly _tag: "MissingPackage"; readonly name: string; readonly problem: string; readonly remedy: string }
  /** Its model or its description cannot be read or used. */
  | { readonly _tag: "BadModel"; readonly path: string; readonly problem: string; readonly cause?: unknown }
  /** It ran and gave what cannot be an embedding: no numbers, or another width than before. */
  | { readonly _tag: "BadOutput"; readonly from: number; readonly problem: string }

const sentence = (reason: EncoderProblem): string => {
  switch (reason._tag) {
    case "Unfit":
      return reason.problem
    case "MissingPackage":
      return `the package ${reason.name} ${reason.problem}; ${reason.remedy}`
    case "BadModel":
      return `${reason.path}: ${reason.problem}`
    case "BadOutput":
      return `the batch from item ${reason.from}: ${reason.problem}`
  }
}

/** An encoder cannot do its work; `reason` says why. */
export class EncoderError extends Data.TaggedError("EncoderError")<{
  readonly encoder: string
  readonly reason: EncoderProblem
}> {
  override get message(): string {
    const { encoder, reason } = this
    const twice = reason._tag === "BadModel" && encoder.endsWith(`(${reason.path})`)
    return Quote.message(`${encoder}: ${twice ? reason.problem : sentence(reason)}`)
  }
}
