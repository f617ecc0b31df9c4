/** What keeps a report from being made. */
import * as Message from "@marginalia/core/Message"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** Why there is no report, with the fields that are always there for that reason. Settings have their names in code. */
export type ReportReason =
  /** `setting` does not take `value`; `expected` says what it takes. */
  | { readonly reason: "Value"; readonly setting: string; readonly value: unknown; readonly expected: string }
  /** The folder `path` holds something else, `stranger` where it is known, and is not written over. */
  | { readonly reason: "Occupied"; readonly path: string; readonly stranger: string | undefined }
  /** `path` is the folder that is worked in. */
  | { readonly reason: "WorkingFolder"; readonly path: string }
  /** No round is finished in these `paths`. */
  | { readonly reason: "Empty"; readonly paths: ReadonlyArray<string> }
  /** So many `units` are under way, none is finished, and `setting` asks for finished ones. */
  | { readonly reason: "Unfinished"; readonly setting: string; readonly units: number }
  /** `setting` names the criterion `value`, which looks at what the journals in `paths` do not hold. */
  | {
    readonly reason: "Unjudged"
    readonly setting: string
    readonly value: string
    readonly paths: ReadonlyArray<string>
  }
  /** `setting` names the strategy `value`, which took no part; `allowed` did, and `suggestion` is the nearest of them. */
  | {
    readonly reason: "Control"
    readonly setting: string
    readonly value: string
    readonly allowed: ReadonlyArray<string>
    readonly suggestion?: string | undefined
  }
  /** The labels in these `paths` are no classes: the task is `value`, and reports are of classification. */
  | { readonly reason: "Task"; readonly paths: ReadonlyArray<string>; readonly value: string }
  /** These `paths` are not of one experiment. */
  | { readonly reason: "Several"; readonly paths: ReadonlyArray<string> }

/** There is nothing to report on, or it is not what was expected; the fields of {@link ReportReason} for `reason` are always there. */
export class ReportProblem extends Data.TaggedError("ReportProblem")<{
  readonly problem: Message.Message
  readonly reason: ReportReason["reason"]
  readonly path?: string
  readonly paths?: ReadonlyArray<string>
  readonly stranger?: string | undefined
  readonly setting?: string
  readonly units?: number
  readonly value?: unknown
  readonly expected?: string
  readonly allowed?: ReadonlyArray<string>
  readonly suggestion?: string | undefined
}> {
  readonly exitCode = 1
  constructor(fields: { readonly problem: Message.Message } & ReportReason) {
    super({ ...fields })
  }
  get says(): Message.Message {
    return this.problem
  }
  override get message(): string {
    return visible(Message.toCode(this.says))
  }
}
