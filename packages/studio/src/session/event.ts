/**
 * What can happen in a labeling project. Everything that the page shows is a fold of these events (`fold.ts`).
 *
 * Items are positions in the pool, from 0; classes are numbers that are never given twice, so that a class keeps its labels
 * when it is renamed or merged.
 */
import * as Schema from "effect/Schema"

/** The version of the events that are written, and the only one that is read. */
export const VERSION = 1

const Items = Schema.Array(Schema.Natural)

/** Who acted: the name in the person's link. */
const who = Schema.String
/** Made by who asks, one an act: an act that is sent again after a lost answer is not counted twice. */
const nonce = Schema.String

/** The first event: what the project is about. */
export const Created = Schema.TaggedStruct("Created", {
  version: Schema.Literal(VERSION),
  /** The number of items. */
  size: Schema.Natural,
  /** A hash of the items' ids in pool order: another pool is refused. */
  ids: Schema.String,
  /** The names of the classes that are known from the start. */
  classes: Schema.Array(Schema.String),
  /** The strategy, as text. */
  strategy: Schema.String,
  /** The encoder, as text. */
  encoder: Schema.String,
  /** The share of the items that is held out to measure, from 0 to 1. */
  measure: Schema.Number,
  /** The share of the answers that a second person is asked for, from 0 to 1. */
  overlap: Schema.Number,
  /** What all random choices follow from. */
  seed: Schema.Int
})

/** What a person says of an item. `Clear` takes back what they said. */
export const Answer = Schema.Union([
  Schema.TaggedStruct("Label", { class: Schema.Natural }),
  Schema.TaggedStruct("Skip", {}),
  Schema.TaggedStruct("CannotTell", {}),
  Schema.TaggedStruct("Bad", {}),
  Schema.TaggedStruct("Clear", {})
])

/** Why an item was shown: held out, the strategy's order, at random, a second opinion, asked for, skipped before. */
export const Order = Schema.Literals(["measure", "strategy", "random", "overlap", "queue", "skipped", "chosen"])

/** In which view an answer was given. */
export const View = Schema.Literals(["one", "grid", "review", "map", "adjudicate", "import"])

/** Items that got the same answer at once. */
export const Group = Schema.Struct({ items: Items, answer: Answer })

/** A person answered: one item, or a grid of them. */
export const Answered = Schema.TaggedStruct("Answered", {
  who,
  nonce,
  view: View,
  order: Order,
  /** Milliseconds from when it was shown. */
  ms: Schema.Natural,
  /** The class that the model suggested, where the person saw it. */
  suggested: Schema.NullOr(Schema.Natural),
  groups: Schema.Array(Group)
})

/** An act was taken back: `target` is its `seq`. */
export const Undone = Schema.TaggedStruct("Undone", { who, nonce, target: Schema.Natural })

/** An act that was taken back counts again. */
export const Redone = Schema.TaggedStruct("Redone", { who, nonce, target: Schema.Natural })

/** A class came to be, with the number `id`: one more than the highest. */
export const ClassAdded = Schema.TaggedStruct("ClassAdded", { who, nonce, id: Schema.Natural, name: Schema.String })

/** A class has another name. */
export const ClassRenamed = Schema.TaggedStruct("ClassRenamed", { who, nonce, id: Schema.Natural, name: Schema.String })

/** The labels of class `from` count as labels of `into`. */
export const ClassesMerged = Schema.TaggedStruct("ClassesMerged", {
  who,
  nonce,
  from: Schema.Natural,
  into: Schema.Natural
})

/** A key of one's own for a class; `null`: none. */
export const KeyBound = Schema.TaggedStruct("KeyBound", {
  who,
  nonce,
  id: Schema.Natural,
  key: Schema.NullOr(Schema.String)
})

/** Items to be asked about before the strategy's. */
export const Queued = Schema.TaggedStruct("Queued", { who, nonce, items: Items })

/**
 * A model, or another annotator who is no person here, suggests classes. They are shown beside the items and count as nothing: no
 * label, no opinion. Of an annotator the later suggestion stands.
 */
export const Suggested = Schema.TaggedStruct("Suggested", {
  who,
  nonce,
  /** Who suggests. */
  annotator: Schema.NonEmptyString,
  /** Items of one class, with how sure the annotator is of each, from 0 to 1; `null` where that is not known of any. */
  groups: Schema.Array(Schema.Struct({
    items: Items,
    class: Schema.Natural,
    p: Schema.NullOr(Schema.Array(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))))
  }))
})

/** From here on, another strategy orders. */
export const StrategyChosen = Schema.TaggedStruct("StrategyChosen", { who, nonce, strategy: Schema.String })

/**
 * A model was trained, or only an order was made (`classes` is empty): where there were too few labels for a model, or of all
 * items after the order of a sample, by the same model.
 */
export const Trained = Schema.TaggedStruct("Trained", {
  /** Models are numbered from 1. */
  model: Schema.Natural,
  /** The last event that it knew of. */
  upTo: Schema.Natural,
  /** The number of labels it was trained on. */
  labels: Schema.Natural,
  /** The classes that it tells apart. */
  classes: Schema.Array(Schema.Natural),
  strategy: Schema.String,
  /** The items to ask about next, in order. */
  order: Items,
  /**
   * What it says of the first held-out items, in the order of measuring: a class, or −1 before there is a model. A random
   * sample of the pool that no model is trained on, so that accuracy and stability can be told from it.
   */
  heldOut: Schema.Array(Schema.Int),
  /** The mean uncertainty of what has no answer (`Stopping.uncertainty`), from 0 to 1; `null` without a model. */
  uncertainty: Schema.NullOr(Schema.Number),
  /** The share of the pool whose predicted class is not the model before's; `null` for the first. */
  changed: Schema.NullOr(Schema.Number),
  ms: Schema.Natural,
  /** Of how many items, drawn at random, it is the order; of all where it is left out. */
  sample: Schema.optionalKey(Schema.Natural)
})

/** What a journal of a project holds. */
export const Event = Schema.Union([
  Created,
  Answered,
  Undone,
  Redone,
  ClassAdded,
  ClassRenamed,
  ClassesMerged,
  KeyBound,
  Queued,
  Suggested,
  StrategyChosen,
  Trained
])

/** See {@link Created}. */
export type Created = typeof Created.Type
/** See {@link Answer}. */
export type Answer = typeof Answer.Type
/** See {@link Order}. */
export type Order = typeof Order.Type
/** See {@link View}. */
export type View = typeof View.Type
/** See {@link Answered}. */
export type Answered = typeof Answered.Type
/** See {@link Suggested}. */
export type Suggested = typeof Suggested.Type
/** See {@link Trained}. */
export type Trained = typeof Trained.Type
/** See {@link Event}. */
export type Event = typeof Event.Type
/** What a person did: every event but the first and the models. */
export type Act = Exclude<Event, Created | Trained>

/** An event where it stands: `seq` counts from 1 without a gap, `at` is milliseconds since 1970. */
export interface Entry {
  readonly seq: number
  readonly at: number
  readonly event: Event
}
