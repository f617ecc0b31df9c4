/**
 * What a caller asked for that makes no sense, and what is missing to do it; `exitCode` is what the command ends with.
 */
import { Message, Quote } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** The caller asks for something that makes no sense: what is wrong, and what to do. */
export class UsageProblem extends Data.TaggedError("UsageProblem")<
  {
    readonly problem: Message.Message
    readonly hint: Message.Message
  } & Message.Fault
> {
  readonly exitCode = 1
  get says(): Message.Message {
    return Message.text`${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Quote.message(visible(Message.toCode(this.says)))
  }
}

/** An optional package is wanted and cannot be loaded. */
export class MissingPackage extends Data.TaggedError("MissingPackage")<{
  readonly name: string
  readonly problem: Message.Message
}> {
  readonly exitCode = 2
  get says(): Message.Message {
    return this.problem
  }
  override get message(): string {
    return visible(Message.toCode(this.says))
  }
}
