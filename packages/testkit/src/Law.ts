/**
 * Laws as data: what must hold of every strategy, score, selector or stage, with a way to try it.
 */
import type { Query, Registry, Selection, Strategy } from "@marginalia/core"
import type * as Effect from "effect/Effect"
import type * as fc from "fast-check"
import type { Input, QueryOptions } from "./generate/query.ts"
import type { Asked } from "./laws/asked.ts"

/**
 * What a subject promises besides what every subject of its kind must keep. A law that rests on a promise is tried only
 * where the promise is made.
 */
export interface Traits {
  /** It draws no random numbers: the seed does not matter, and reordering the pool reorders the answer. */
  readonly deterministic?: boolean
  /** Greedy: a smaller budget's picks begin a larger budget's. */
  readonly nested?: boolean
  /** Turning the space of `embedding` (and of `feature`) changes nothing. */
  readonly rotation?: boolean
  /** Moving the space of `embedding` (and of `feature`) changes nothing. */
  readonly translation?: boolean
  /** Stretching the space changes no pick; of a score, multiplies it by this power of the factor. */
  readonly scaling?: number
  /** Of a score: what it says of an item does not depend on which others are candidates. */
  readonly pointwise?: boolean
  /** Of a filter: filtering twice is filtering once. */
  readonly idempotent?: boolean
}

/** The circumstances under which a law is tried. */
export interface Setting {
  /** What the subject promises. */
  readonly traits: Traits
  /** The queries: columns, sizes, textures. */
  readonly query: QueryOptions
  /** The parts by name, for what is read from text. */
  readonly registry: Registry.Registry | undefined
  /** What encoders, oracles, learners and classifiers are asked about. */
  readonly asked: Asked
  /** How a strategy is asked. */
  readonly ask: Ask
  /** Puts services under what runs. */
  readonly provide: Provide
}

/** Asks a strategy a question. */
export type Ask = (strategy: Strategy.Any, input: Query.Input) => Effect.Effect<Selection, unknown>

/** Puts services under an effect. */
export type Provide = <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>

/** Something that fast-check can try. */
export type Property = fc.IRawProperty<unknown>

/** What must hold of every subject `S`. */
export interface Law<in S> {
  /** Short and unique: what an exemption names. */
  readonly id: string
  /** What holds, in a few words. */
  readonly title: string
  /** What holds, in full. */
  readonly statement: string
  /** Of structure: true of any subject of its kind. Of meaning: true of those that mean the same thing. */
  readonly kind: "structure" | "meaning"
  /** What it is about: "strategy", or a description. */
  readonly about: string
  /** The promise it rests on, if any. */
  readonly trait?: keyof Traits
  /** Why it cannot be tried in this setting; `undefined` when it can. */
  readonly unfit?: (setting: Setting) => string | undefined
  /** What fast-check tries, for a subject in a setting. */
  readonly property: (subject: S, setting: Setting) => Property
}

/** A check on queries: what a law's property mostly is. */
export type OnQuery = (input: Input) => Promise<void>
