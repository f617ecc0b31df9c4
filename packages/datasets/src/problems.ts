/**
 * What a caller asked for that makes no sense, and what is missing to do it; `exitCode` is what the command ends with.
 */
import { Message, Quote } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"
import type { UsageFault, UsageReason } from "./fault.ts"

interface Told {
  readonly problem: Message.Message
  readonly hint: Message.Message
}

/**
 * The caller asks for something that makes no sense: what is wrong, and what to do. `reason` says how; which setting,
 * which value and what it may be are fields: those of {@link UsageReason} for that reason always, others as far as they are
 * known.
 */
export class UsageProblem extends Data.TaggedError("UsageProblem")<
  Told & Message.Fault & Pick<UsageReason, "reason"> & { readonly cause?: unknown }
> {
  readonly exitCode = 1
  constructor(fields: Told & UsageFault) {
    super({ ...fields })
  }
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
