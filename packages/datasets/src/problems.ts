/**
 * What a caller asked for that makes no sense, and what is missing to do it; `exitCode` is what the command ends with.
 */
import { Quote } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** The command line asks for something that makes no sense. */
export class UsageProblem extends Data.TaggedError("UsageProblem")<{
  readonly problem: string
  readonly hint: string
}> {
  readonly exitCode = 1
  override get message(): string {
    return Quote.message(visible(`${this.problem}; ${this.hint}`))
  }
}

/** An optional package is wanted and cannot be loaded. */
export class MissingPackage extends Data.TaggedError("MissingPackage")<{
  readonly name: string
  readonly problem: string
}> {
  readonly exitCode = 2
  override get message(): string {
    return visible(this.problem)
  }
}
