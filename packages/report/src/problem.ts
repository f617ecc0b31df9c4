/** What keeps a report from being made. */
import * as Message from "@marginalia/core/Message"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** There is nothing to report on, or it is not what was expected. */
export class ReportProblem extends Data.TaggedError("ReportProblem")<
  { readonly problem: Message.Message } & Message.Fault
> {
  readonly exitCode = 1
  get says(): Message.Message {
    return this.problem
  }
  override get message(): string {
    return visible(Message.toCode(this.says))
  }
}
