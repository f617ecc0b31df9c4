/** What keeps a report from being made. */
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** There is nothing to report on, or it is not what was expected. */
export class ReportProblem extends Data.TaggedError("ReportProblem")<{ readonly problem: string }> {
  readonly exitCode = 1
  override get message(): string {
    return visible(this.problem)
  }
}
