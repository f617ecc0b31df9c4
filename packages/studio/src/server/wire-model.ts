/**
 * What the server tells the page of the model: how right it is, what to expect, and what the learner does. See `wire.ts`.
 */
import * as Schema from "effect/Schema"

const Num = Schema.Number, Nat = Schema.Natural, Str = Schema.String
const orNull = <S extends Schema.Top>(schema: S) => Schema.NullOr(schema)

/** A value between 0 and 1 with its 95 % interval. */
export const Interval = Schema.Struct({ value: Num, low: Num, high: Num })

/** What the held-out labels say of the model. */
export const Measured = Schema.Struct({
  /** Held-out items that have a label. */
  items: Nat,
  accuracy: orNull(Interval),
  balancedAccuracy: orNull(Interval),
  /** For each model so far: its training labels, and how many of the held-out labels it got right. */
  curve: Schema.Array(Schema.Struct({ labels: Nat, right: Nat, of: Nat }))
})

/** What to expect of going on. */
export const Outlook = Schema.Struct({
  /** Accuracy expected at so many training labels, from the curve; empty before there are five points. */
  forecast: Schema.Array(Schema.Struct({ labels: Nat, accuracy: Interval })),
  /** Why there is no forecast, where there is none. */
  missing: orNull(Str),
  /** Whether the criteria say that going on is hardly worth it, and each in words. */
  stop: Schema.Boolean,
  reasons: Schema.Array(Schema.Struct({ name: Str, stop: Schema.Boolean, says: Str }))
})

/** The learner's state. */
export const LearnerView = Schema.Struct({
  doing: Schema.Literals(["starting", "embedding", "training", "choosing", "drawing", "idle", "off"]),
  done: Nat,
  total: Nat,
  encoder: Str,
  advice: orNull(Str),
  /** The last model: its number, its labels, and how long it took. */
  model: orNull(Schema.Struct({ number: Nat, labels: Nat, ms: Nat })),
  problem: orNull(Str),
  /** Of how many items, drawn at random, the order is, while that of all is made; `null`: of all. */
  sample: orNull(Nat)
})

/** See {@link Interval}. */
export type Interval = typeof Interval.Type
/** See {@link Measured}. */
export type Measured = typeof Measured.Type
/** See {@link Outlook}. */
export type Outlook = typeof Outlook.Type
/** See {@link LearnerView}. */
export type LearnerView = typeof LearnerView.Type
