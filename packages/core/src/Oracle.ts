/**
 * The port to whoever knows the labels: a person, a file, a data set.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type { ItemId } from "./Position.ts"
import type { Selection } from "./Selection.ts"

/** The labels could not be had. */
export class OracleError extends Data.TaggedError("OracleError")<{
  readonly reason: "Declined" | "Unreadable" | "UnknownLabel" | "Failed"
  readonly problem: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return this.problem
  }
}

/** What is asked: the labels of these items, in this order. */
export interface Question {
  readonly round: number
  readonly positions: Uint32Array
  readonly ids: ReadonlyArray<ItemId>
  /** What the strategy said of them; absent for an initial set that was given. */
  readonly selection: Selection | undefined
}

/** The class of each item, from 0; −1 where the oracle would not say: such an item is not asked about again. */
export interface Answer {
  readonly labels: Int32Array
  /** What the labels cost, in the oracle's own unit. Default one each. */
  readonly cost?: number
}

/** See the module. */
export class Oracle extends Context.Service<Oracle, {
  readonly label: (question: Question) => Effect.Effect<Answer, OracleError>
}>()("@marginalia/core/Oracle") {}
