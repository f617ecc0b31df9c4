/**
 * What the server and the learner's process tell each other, by structured clone. The learner holds the embedding and the
 * model; the server holds the session. Items are positions, classes are indices into the `classes` of the same message.
 */

import type { Issue } from "@marginalia/core/Audit"
import type { ItemSource } from "../items/source.ts"
import type { Measured } from "../server/wire.ts"
import type { Told } from "../told.ts"
import type { Future } from "../view/forecast.ts"

/** Where the items come from. */
export interface SourceText extends ItemSource {
  /** The encoder, as text; `auto`: the best that is here. */
  readonly encoder: string
}

/** The first message: what to learn on. */
export interface Start {
  readonly _tag: "Start"
  readonly source: SourceText
  /** The hash of the items' ids: the learner refuses to learn on other items than those that are shown. */
  readonly items: string
  /** The project's folder: embeddings are kept below it. */
  readonly folder: string
  readonly seed: number
  /** Modules with strategies, encoders and data sets of one's own, whose code is run. Default none. */
  readonly plugins?: ReadonlyArray<string> | undefined
  /** Items that are never picked and never trained on, in the order of measuring. */
  readonly heldOut: Uint32Array
  /** Of more than twice as many items, the first order is that of so many, drawn at random. Default 0: always that of all. */
  readonly sample?: number
}

/** Learn from these labels, and say what to ask about next. A newer one replaces one that has not begun. */
export interface Learn {
  readonly _tag: "Learn"
  /** The number of the model that comes of it. */
  readonly model: number
  /** The last event that the labels know of. */
  readonly upTo: number
  readonly strategy: string
  /** How many items to order. */
  readonly budget: number
  /** The numbers of the classes that there are. */
  readonly classes: ReadonlyArray<number>
  /** Labels to train on: items in the order in which they were labeled, and for each the index of its class. */
  readonly items: Uint32Array
  readonly labels: Int32Array
  /** Items that have an answer already, held-out ones apart: never ordered again. */
  readonly answered: Uint32Array
}

/** Which items look like this one? */
export interface Similar {
  readonly _tag: "Similar"
  readonly request: number
  readonly item: number
  readonly count: number
}

/** Where do the items lie on a map? Its answer bears its kind in the place of a number. */
export interface DrawMap {
  readonly _tag: "DrawMap"
  readonly kind: "pca" | "umap"
}

/** Which labels look wrong, by models that did not see them? */
export interface FindMistakes {
  readonly _tag: "FindMistakes"
  readonly request: number
  readonly classes: ReadonlyArray<number>
  readonly items: Uint32Array
  readonly labels: Int32Array
}

/** What will further labels bring? Answered before the items are there as well. */
export interface Foresee {
  readonly _tag: "Foresee"
  readonly request: number
  readonly curve: Measured["curve"]
}

/** What is answered by its number. */
export type Numbered = Similar | FindMistakes | Foresee

/** What the learner is told. */
export type ToLearner = Start | Learn | DrawMap | Numbered

/** Work is under way: `done` of `total`, of what `doing` says (for people). */
export interface Working {
  readonly _tag: "Working"
  readonly doing: "embedding" | "training" | "choosing" | "drawing"
  readonly done: number
  readonly total: number
}

/** The embedding is there. */
export interface Ready {
  readonly _tag: "Ready"
  readonly items: number
  readonly width: number
  /** The encoder that was taken, as text, and what a better one would be, for people. */
  readonly encoder: string
  readonly advice: string | undefined
  /** Items that cannot be read, and so are asked about last, and what is wrong with each. */
  readonly bad: ReadonlyArray<{ readonly item: number; readonly problem: string }>
}

/** A model, or, before there are two classes, only an order. */
export interface Learned {
  readonly _tag: "Learned"
  readonly model: number
  readonly upTo: number
  readonly strategy: string
  readonly labels: number
  readonly classes: ReadonlyArray<number>
  /** N × classes, by row; undefined without a model. */
  readonly probability: Float32Array | undefined
  /** The likeliest class of each item, ties to the one that comes first; −1 without a model. */
  readonly top: Int32Array
  /** How likely that class is, from 0 to 1; 0 without a model. */
  readonly confidence: Float32Array
  /** How uncertain the model is of the items that could be asked about: see the core's `Stopping`; `null` without a model, or such items. */
  readonly uncertainty: number | null
  readonly order: Uint32Array
  /** Of how many items, drawn at random, it is the order, while that of all is made; undefined: of all. */
  readonly sample: number | undefined
  /** Why each of `order` was chosen, one line, for people. */
  readonly why: ReadonlyArray<string>
  /** Before there is a model: the cluster of each item of the pool, for those who look at many that are alike. */
  readonly clusters: Int32Array | undefined
  /** Near-duplicates among the items of `order` and those labeled last: items of one group resemble each other. */
  readonly alike: { readonly items: Uint32Array; readonly group: Int32Array }
  /** What went otherwise than asked for, for people: another strategy stood in, say. */
  readonly remark: string | undefined
  readonly ms: number
}

/** The order of all items, after a {@link Learned} whose order is a sample's: it takes the place of that. */
export interface Ordered
  extends Pick<Learned, "model" | "upTo" | "strategy" | "labels" | "order" | "why" | "alike" | "remark" | "ms">
{
  readonly _tag: "Ordered"
}

/** Clusters of all items, after a {@link Learned} that came without. */
export interface Clustered {
  readonly _tag: "Clustered"
  readonly model: number
  readonly clusters: Int32Array
}

/** See {@link Similar}: most alike first, the item itself left out, with cosine similarities. */
export interface Alike {
  readonly _tag: "Alike"
  readonly request: number
  readonly items: Uint32Array
  readonly similarity: Float32Array
}

/** See {@link DrawMap}: N × 2 by row, each axis within [−1, 1]. */
export interface Drawn {
  readonly _tag: "Drawn"
  readonly kind: "pca" | "umap"
  readonly points: Float32Array
}

/** See {@link FindMistakes}: the least probable first. */
export interface Mistakes {
  readonly _tag: "Mistakes"
  readonly request: number
  /** By place among the items that were asked about; classes are places among the classes. */
  readonly issues: ReadonlyArray<Issue>
}

/** See {@link Foresee}. */
export interface Foreseen {
  readonly _tag: "Foreseen"
  readonly request: number
  readonly future: Future
}

/** Something went wrong; labeling goes on in the order that there is. */
export interface Trouble {
  readonly _tag: "Trouble"
  /** The request that is not answered, if it is one. */
  readonly request: number | undefined
  /** The model that does not come, if it is one. */
  readonly model: number | undefined
  /** Whether the learner is of no more use: its items cannot be had, or its process ended again and again. */
  readonly lost: boolean
  /** What went wrong. */
  readonly told: Told
}

/** What the learner says. */
export type FromLearner =
  | Working
  | Ready
  | Learned
  | Ordered
  | Clustered
  | Alike
  | Drawn
  | Mistakes
  | Foreseen
  | Trouble
