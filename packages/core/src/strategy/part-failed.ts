/**
 * Why a part could not do its work, as data: a `reason` to switch on, and what each reason always says of itself.
 */
import * as Data from "effect/Data"
import * as Message from "../Message.ts"
import type { Amiss } from "../ports/amiss.ts"

type Expected = string | number

/** Why a part could not do its work, with the fields that are always there for that reason. */
export type PartReason =
  /** The column `column` does not fit the part or another column: it is `value`, and `expected` is what would. */
  | { readonly reason: "Column"; readonly column: string; readonly value: unknown; readonly expected: Expected }
  /** There is `value` where the part takes `expected`: a score, a length, a group; of the item at `position`. */
  | { readonly reason: "Value"; readonly value: unknown; readonly expected: Expected; readonly position: number }
  /** The number of classes is not known (`value` is undefined), or is too small; `expected` is what the part takes. */
  | { readonly reason: "Classes"; readonly value: number | undefined; readonly expected: Expected }
  /** Of `distinct` rows of `column`, `merged` become equal to others in the precision that the part works in. */
  | { readonly reason: "Precision"; readonly column: string; readonly merged: number; readonly distinct: number }
  /** Only `value` items can be had of the `expected` ones that are asked for. */
  | { readonly reason: "TooFew"; readonly value: number; readonly expected: number }
  /** The service that would give `column`, `service`, is not provided. */
  | { readonly reason: "Service"; readonly service: string; readonly column: string }
  /** The model behind the service does not give `column`. */
  | { readonly reason: "NoOutput"; readonly column: string }
  /** There is no memory for what the part works on; `cause` is the engine's error, or the kernels'. */
  | { readonly reason: "Memory"; readonly cause: unknown }
  /** What the part builds on failed; `cause` is its error. */
  | { readonly reason: "Failed"; readonly cause: unknown }
  /** The part, or a service, gave something other than it has to: `value`, where `expected` is due. */
  | ({ readonly reason: "Answer" } & Omit<Amiss, "problem">)
  /** The part's function threw `cause`, which it never should: a defect. */
  | { readonly reason: "Thrown"; readonly cause: unknown }
  /** A reason of a part of one's own; `value` is what it could not work with. */
  | { readonly reason: "Own"; readonly value: unknown }

/** What is known of a part's failure: its reason, and the error that it follows from where there is one. */
export type PartFault = PartReason & { readonly cause?: unknown }

/**
 * A part could not do its work on this pool. `reason` says why, and the fields of {@link PartReason} for that reason are always
 * there: the column, what was found and what would do, the item's position, the error (`cause`) that it follows from.
 */
export class PartFailed extends Data.TaggedError("PartFailed")<
  & {
    readonly part: string
    readonly problem: Message.Message
    readonly position?: number
    readonly service?: string
    readonly merged?: number
    readonly distinct?: number
    readonly cause?: unknown
  }
  & Pick<PartReason, "reason">
  & Pick<Message.Fault, "column" | "value" | "expected">
> {
  constructor(fields: { readonly part: string; readonly problem: Message.Message } & PartFault) {
    super({ ...fields })
  }
  /** Any other error, as that of a `part` that builds on what failed with it: it stays as `cause`. */
  static from(part: string): (cause: PartFailed | Error) => PartFailed {
    return (cause) =>
      cause instanceof PartFailed
        ? cause
        : new PartFailed({ part, problem: Message.of(cause), reason: "Failed", cause })
  }
  /** What a part's function throws is a defect. */
  get exitCode(): number {
    return this.reason === "Thrown" ? 70 : 1
  }
  get says(): Message.Message {
    return Message.text`${this.part}: ${this.problem}`
  }
  override get message(): string {
    return Message.toCode(this.says)
  }
}
