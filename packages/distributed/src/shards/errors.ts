/**
 * What goes wrong with a pool over machines.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"

/** Why a pool over machines cannot be served, or selected from. */
export type ShardsReason =
  /** No machine ever served a part of a pool there. */
  | "Empty"
  /** Parts of the pool are served by no machine; `parts` names them. */
  | "Missing"
  /** A machine has other bytes under the name of a part; `parts` names it. */
  | "Differs"
  /** A part has another number of columns than those that are there. */
  | "Width"
  /** Some parts have ids, and some have none. */
  | "Ids"
  /** A machine's kernels round otherwise than those that are there. */
  | "Rounding"
  /** No machine answered in time for a part. */
  | "Silent"
  /** What would have to be sent at once is more than a message holds. */
  | "Size"
  /** A machine could not do its work; `problem` is what it said. */
  | "Failed"
  /** A machine did not believe the token, or the tables are those of another pool. */
  | "Refused"
  /** A machine's address for the others is none, or is taken. */
  | "Listen"

const inputs: ReadonlySet<ShardsReason> = new Set<ShardsReason>(["Differs", "Width", "Ids", "Listen", "Size"])

/**
 * A pool over machines cannot be served, or selected from: `shards` is the database's address without its password, `reason` says why,
 * `problem` and `hint` say it to a person. Exit code 1 where files or settings are at fault, else 2.
 */
export class ShardsError extends Data.TaggedError("ShardsError")<{
  readonly shards: string
  readonly reason: ShardsReason
  readonly problem: Message.Message
  readonly hint: Message.Message
  /** The parts that it is about, by name. */
  readonly parts?: ReadonlyArray<string> | undefined
  /** The machine that it is about. */
  readonly machine?: string | undefined
  readonly cause?: unknown
}> {
  readonly exitCode = inputs.has(this.reason) ? 1 : 2
  get says(): Message.Message {
    return Message.text`${this.shards}: ${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Quote.message(visible(Message.toCode(this.says)))
  }
}
