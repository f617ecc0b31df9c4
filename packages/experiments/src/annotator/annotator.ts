/**
 * What a model that annotates is: how it is asked, what it says, and what that costs.
 */
import type * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type { Content } from "./content.ts"
import type { AnnotatorError } from "./problem.ts"

/**
 * Why a model's answer is no label: it refused; it named none of the classes; what it said cannot be read; it was cut off at a
 * limit of length.
 */
export type DeclineReason = "refused" | "no class" | "unreadable" | "cut off"

/** What a model says of an item: a class by name, with its probability where that is known, from 0 to 1; or no label. */
export type Outcome =
  | { readonly _tag: "Label"; readonly label: string; readonly probability: number | null }
  | { readonly _tag: "Declined"; readonly why: DeclineReason; readonly said: string }

/** What requests took: tokens that went in and came out, and their cost in the unit of the prices. */
export interface Usage {
  /** Tokens that went in; 0 where they are not counted. */
  readonly input: number
  /** Tokens that came out; 0 where they are not counted. */
  readonly output: number
  /** What they cost, in the unit of the prices; 0 where there is no price. */
  readonly cost: number
}

/** No usage. */
export const NO_USAGE: Usage = { input: 0, output: 0, cost: 0 }

/** Two usages together. */
export const plus = (a: Usage, b: Usage): Usage => ({
  input: a.input + b.input,
  output: a.output + b.output,
  cost: a.cost + b.cost
})

/** The answer to one request. */
export interface Reply {
  /** What is said of each item that was asked about, in their order; undefined where nothing is. */
  readonly outcomes: ReadonlyArray<Outcome | undefined>
  /** Answers about items that were not asked about. */
  readonly strangers: number
  /** What the request took. */
  readonly usage: Usage
}

/** Asks about some items at once, at most `batch` of the annotator: which of the `classes` each is. */
export type Ask = (
  items: ReadonlyArray<Content>,
  classes: ReadonlyArray<string>
) => Effect.Effect<Reply, AnnotatorError>

/** A model that annotates. */
export interface Annotator {
  /** Who gives the labels, as it stands beside them. */
  readonly name: string
  /** All that its answers follow from beside the items and the classes, as a text: another one, and it is asked anew. */
  readonly identity: string
  /** So many items go into a request. */
  readonly batch: number
  /** So many requests are on their way at once. */
  readonly concurrency: number
  /** What all its answers may cost, in the unit of the prices; undefined: there is no limit. */
  readonly mostCost: number | undefined
  /** What a request about these items is expected to take. */
  readonly expect: (items: ReadonlyArray<Content>, classes: ReadonlyArray<string>) => Usage
  /** Makes ready to ask. Fails with {@link AnnotatorError}, reason `NoKey`, where the environment lacks the key. */
  readonly open: Effect.Effect<Ask, AnnotatorError, HttpClient>
}
