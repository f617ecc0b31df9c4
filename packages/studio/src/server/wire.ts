/**
 * What the page and the server tell each other, as JSON: both sides import these types. Routes are in `api.ts`.
 */
import * as Schema from "effect/Schema"
import { Answer, Order, View } from "../session/event.ts"
import { LearnerView, Measured, Outlook } from "./wire-model.ts"

export { Interval, LearnerView, Measured, Outlook } from "./wire-model.ts"

const Num = Schema.Number, Nat = Schema.Natural, Str = Schema.String
const orNull = <S extends Schema.Top>(schema: S) => Schema.NullOr(schema)

/** A class. */
export const ClassView = Schema.Struct({
  id: Nat,
  name: Str,
  key: orNull(Str),
  /** Items that are labeled with it; of them, held out. */
  labels: Nat,
  heldOut: Nat,
  /** The share of the pool that the model gives it; `null` without a model. */
  predicted: orNull(Num)
})

/** A person at work. */
export const PersonView = Schema.Struct({ who: Str, answers: Nat, at: Num, here: Schema.Boolean })

/**
 * A form in which the labels can be fetched, or the model: `/api/export?format=…`, whether it can be had with `&check`. `says`:
 * what is in it, and what is lost.
 */
export const ExportView = Schema.Struct({ format: Str, title: Str, says: Str })

/** What `/api/export?format=…&check` says: whether it can be fetched at once; if not, it is being made. */
export const Prepared = Schema.Struct({ ready: Schema.Boolean })

/** The whole of a project, but for its items. */
export const ProjectView = Schema.Struct({
  /** What tells it from others that are served from the same address: what the page keeps is kept by this. */
  id: Str,
  name: Str,
  kind: Schema.Literals(["image", "text", "row"]),
  size: Nat,
  me: Str,
  /** The last event: what the page knows is as old as this. */
  seq: Nat,
  strategy: Str,
  measure: Num,
  overlap: Num,
  heldOut: Nat,
  counts: Schema.Struct({ open: Nat, skipped: Nat, labeled: Nat, cannotTell: Nat, bad: Nat, conflict: Nat }),
  classes: Schema.Array(ClassView),
  people: Schema.Array(PersonView),
  /**
   * Over items with several people's labels: Krippendorff's alpha; Cohen's kappa of two people, of more Fleiss', or, where items have
   * not as many labels each, the mean of Cohen's over pairs of people (Light's). `null` where nothing can be said.
   */
  agreement: orNull(Schema.Struct({ items: Nat, kappa: Num, alpha: Num })),
  undo: orNull(Str),
  redo: orNull(Str),
  learner: LearnerView,
  measured: Measured,
  outlook: Outlook,
  exports: Schema.Array(ExportView)
})

/** An item, as it is shown. `image` items are at `/media/N` and `/thumb/N`. */
export const ItemView = Schema.Struct({
  item: Nat,
  id: Str,
  order: Order,
  rank: orNull(Nat),
  why: orNull(Str),
  width: orNull(Nat),
  height: orNull(Nat),
  text: orNull(Str),
  fields: orNull(Schema.Array(Schema.Struct({ name: Str, value: Str }))),
  /**
   * Suggested classes: those that annotators brought (`by` says who, and `p` is `null` where they do not say how sure), then the
   * model's most likely ones, the first first. Empty for held-out items.
   */
  suggestions: Schema.Array(Schema.Struct({ class: Nat, p: orNull(Num), by: orNull(Str) })),
  heldOut: Schema.Boolean,
  status: Schema.Literals(["open", "skipped", "labeled", "cannotTell", "bad", "conflict"]),
  class: orNull(Nat),
  said: Schema.Array(Schema.Struct({ who: Str, answer: Answer, at: Num }))
})

/** Answers of the page; `nonce` is made by the page, one an act, and sent again with the same act. */
export const AnswerRequest = Schema.Struct({
  nonce: Str,
  view: View,
  order: Order,
  ms: Nat,
  suggested: orNull(Nat),
  groups: Schema.Array(Schema.Struct({ items: Schema.Array(Nat), answer: Answer }))
})

/** A change to the classes. */
export const ClassRequest = Schema.Union([
  Schema.TaggedStruct("Add", { nonce: Str, name: Str }),
  Schema.TaggedStruct("Rename", { nonce: Str, id: Nat, name: Str }),
  Schema.TaggedStruct("Merge", { nonce: Str, from: Nat, into: Nat }),
  Schema.TaggedStruct("Bind", { nonce: Str, id: Nat, key: orNull(Str) })
])

/**
 * Takes an act back, or brings it back. `act` is its nonce: what is not the last any more (acts of another tab came since) is
 * refused; `null`: the last of this person.
 */
export const TurnRequest = Schema.Struct({ nonce: Str, act: orNull(Str) })

/** Another strategy, as text; refused with what is wrong with it. */
export const StrategyRequest = Schema.Struct({ nonce: Str, strategy: Str })

/** Items to be asked about before the strategy's. */
export const QueueRequest = Schema.Struct({ nonce: Str, items: Schema.Array(Nat) })

/**
 * Labels that a command brings. `ids` is the hash of the items' ids. Items are base64 of 32-bit positions, little-endian, so
 * that a million are read at once.
 */
export const ImportRequest = Schema.Struct({
  nonce: Str,
  ids: Str,
  groups: Schema.Array(Schema.Struct({ label: Str, items: Str })),
  cannotTell: Str,
  bad: Str,
  /** What annotators suggest, with how sure they are; `null` where that is not known. */
  suggestions: Schema.optionalKey(Schema.Array(Schema.Struct({
    annotator: Str,
    groups: Schema.Array(Schema.Struct({ label: Str, items: Str, p: orNull(Schema.Array(Num)) }))
  })))
})

/** What comes with every status that is not 2xx: what was wrong, and what to do, for people. */
export const Problem = Schema.Struct({ problem: Str })

/** What was written: it is on the disk when this is there. `items` are those that changed, `added` is the class that is new. */
export const Saved = Schema.Struct({ seq: Nat, items: Schema.Array(Nat), added: Schema.optionalKey(Nat) })

/** A group of items that look like one class, for the grid. */
export const GridView = Schema.Struct({
  /** The class that the model or the cluster suggests; `null` before there is a model. */
  class: orNull(Nat),
  title: Str,
  items: Schema.Array(ItemView)
})

/** Items to look at again. */
export const ReviewView = Schema.Struct({
  total: Nat,
  items: Schema.Array(Schema.Struct({ ...ItemView.fields, reason: Str }))
})

/**
 * Where the items lie, and what is known of each. The lists are base64 of typed arrays, little-endian, one entry an item, so
 * that 100,000 items are read at once.
 */
export const MapView = Schema.Struct({
  /** `pca` is there soon; `umap` takes its place when it is ready. */
  kind: Schema.Literals(["pca", "umap"]),
  size: Nat,
  /** The items that the UMAP was fitted to, drawn at random: the others were placed among their neighbors. */
  fitted: Nat,
  /** Float32, two an item: each axis within [−1, 1]. */
  points: Str,
  /** Int32: its class; −1 open, −2 cannot tell, −3 bad, −4 conflict, −5 skipped. */
  labels: Str,
  /** Int32: the class that the model gives it; −1 without a model, and for held-out items. */
  predicted: Str,
  /** Uint8: how unsure the model is, from 0 to 255 (all 0 without a model). */
  uncertainty: Str,
  /** Uint8: 1 where it is held out: never labeled by the region, as what is picked is no random sample. */
  heldOut: Str
})

/** The page is told of these on `/api/live`, as server-sent events. */
export const Live = Schema.Union([
  /** Something changed: ask for the project again. `items` got other labels. */
  Schema.TaggedStruct("Changed", { seq: Nat, who: Str, items: Schema.Array(Nat) }),
  Schema.TaggedStruct("Learner", { learner: LearnerView }),
  /** A new order is merged. */
  Schema.TaggedStruct("Model", { number: Nat, labels: Nat, sample: orNull(Nat) }),
  /** The map is (newly) drawn: ask for it again. */
  Schema.TaggedStruct("Mapped", { kind: Schema.Literals(["pca", "umap"]) })
])

/** See {@link ClassView}. */
export type ClassView = typeof ClassView.Type
/** See {@link PersonView}. */
export type PersonView = typeof PersonView.Type
/** See {@link ProjectView}. */
export type ProjectView = typeof ProjectView.Type
/** See {@link ItemView}. */
export type ItemView = typeof ItemView.Type
/** See {@link AnswerRequest}. */
export type AnswerRequest = typeof AnswerRequest.Type
/** See {@link ClassRequest}. */
export type ClassRequest = typeof ClassRequest.Type
/** See {@link ImportRequest}. */
export type ImportRequest = typeof ImportRequest.Type
/** See {@link ExportView}. */
export type ExportView = typeof ExportView.Type
/** See {@link Prepared}. */
export type Prepared = typeof Prepared.Type
/** See {@link TurnRequest}. */
export type TurnRequest = typeof TurnRequest.Type
/** See {@link StrategyRequest}. */
export type StrategyRequest = typeof StrategyRequest.Type
/** See {@link QueueRequest}. */
export type QueueRequest = typeof QueueRequest.Type
/** See {@link Problem}. */
export type Problem = typeof Problem.Type
/** See {@link MapView}. */
export type MapView = typeof MapView.Type
/** See {@link Saved}. */
export type Saved = typeof Saved.Type
/** See {@link GridView}. */
export type GridView = typeof GridView.Type
/** See {@link ReviewView}. */
export type ReviewView = typeof ReviewView.Type
/** See {@link Live}. */
export type Live = typeof Live.Type
