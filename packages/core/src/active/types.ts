/**
 * What an active learner takes and gives. See `ActiveLearner.ts`.
 */
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Columns } from "../Columns.ts"
import type { InvalidQuery, SelectionError } from "../Errors.ts"
import type { LearnerError } from "../Learner.ts"
import type { Metrics } from "../Metrics.ts"
import type { Pick, Pseudo } from "../Selection.ts"
import type { Any as AnyStrategy } from "../strategy/node.ts"
import type { Classes, Label, LabelOf, Labels } from "./book.ts"
import type { Output, Table } from "./outputs.ts"
import type { Items } from "./pool.ts"
import type { ActiveLearnerError } from "./problem.ts"

/** What there is to learn from: labeled items, in the order in which they were labeled. */
export interface Lesson<Item> {
  /** The labeled items themselves. */
  readonly items: ReadonlyArray<Item>
  /** Their ids, in the same order. */
  readonly ids: ReadonlyArray<string>
  /** Their positions in the pool, from 0. */
  readonly positions: ReadonlyArray<number>
  /** Their classes, from 0. */
  readonly labels: ReadonlyArray<number>
  /** The names of the classes; their numbers in decimal where they have no names. */
  readonly classes: ReadonlyArray<string>
  /** How often labels were told or items declined after a batch was asked for. */
  readonly round: number
  /** What the training's random numbers should follow from. */
  readonly seed: number
  /** Guesses that count as labels this time only; only CEAL makes any. */
  readonly pseudo: ReadonlyArray<Pseudo>
}

/** What a model is asked about: items of the pool, or those to evaluate on. */
export interface Question<Item> {
  /** Of the pool, or to evaluate on. */
  readonly items: ReadonlyArray<Item>
  /** The names of the classes; their numbers in decimal where they have no names. */
  readonly classes: ReadonlyArray<string>
}

/** One item to label: the strategy's pick, and the item itself. */
export interface Proposal<Item> extends Pick {
  readonly item: Item
}

/** What a metric of one's own is made from: classes from 0, and the probabilities, a row an item. */
export interface Judged {
  /** The true class of each item; −1 where it is not known. */
  readonly actual: Int32Array
  /** The likeliest class of each item; of equally likely ones the first. */
  readonly predicted: Int32Array
  /** n × C, what `predict` gave. */
  readonly probability: Columns["probability"]
}

/** Items with known labels to evaluate on. */
export interface Exam<Item, L> {
  readonly items: ReadonlyArray<Item> | Table
  /** One an item; null where nobody knows it. */
  readonly labels: ArrayLike<L | null>
  /** Metrics of one's own by name, beside those that are always taken. */
  readonly metrics?: { readonly [name: string]: (judged: Judged) => number }
}

/** How a model does: a point of the learning curve. */
export interface Mark extends Metrics {
  /** Labels that it was trained on. */
  readonly labeled: number
  /** Metrics of one's own. */
  readonly own: { readonly [name: string]: number }
}

/** What a learner came to. */
export interface Outcome<L> {
  /** In the order in which the items were first labeled. */
  readonly labels: ReadonlyMap<string, L>
  /** The ids of the items that nobody could label, in that order. */
  readonly declined: ReadonlyArray<string>
  /** What `evaluate` gave, in its order. */
  readonly curve: ReadonlyArray<Mark>
  /** The round that is next, from 0. */
  readonly round: number
}

/** What an active learner is made from, without `fit` and `predict`. */
export interface Setting<P extends Items, C extends Classes> {
  /** The items to choose among: a matrix, whose rows are the items and the strategy's `embedding`, or a list. */
  readonly pool: P
  /** The items' ids in pool order. Default: their positions in decimal. */
  readonly ids?: ReadonlyArray<string>
  /** The classes: their names, or how many there are. */
  readonly classes: C
  /** What chooses. */
  readonly strategy: AnyStrategy
  /** What chooses before the first label where the strategy asks a model: `random()`, say. Default none. */
  readonly coldStart?: AnyStrategy
  /** What else is known of the pool, by the names of columns: an `embedding` of a list of files, say. Default none. */
  readonly columns?: Partial<Columns>
  /** What every random number follows from: any safe integer. Default 0. */
  readonly seed?: number
  /** Labels that are there already. Default none. */
  readonly labels?: Labels<NoInfer<LabelOf<C>>>
  /** Items that nobody could label. Default none. */
  readonly declined?: Iterable<string | number>
  /** The round to go on from. Default 0. */
  readonly round?: number
}

/** An active learner in Effects; see `ActiveLearner` for what each does. */
export interface Live<Item, L extends Label> {
  /**
   * The `budget` items to label next, best first; fewer where fewer are left. Fails with `ActiveLearnerError` (`NoColdStart`),
   * `LearnerError` where `fit` or `predict` failed, `InvalidQuery` or a `SelectionError`.
   */
  readonly next: (
    budget: number
  ) => Effect.Effect<ReadonlyArray<Proposal<Item>>, ActiveLearnerError | LearnerError | InvalidQuery | SelectionError>
  /** Labels of items, asked for or not. Fails with `ActiveLearnerError`, where an item has another label, say. */
  readonly tell: (labels: Labels<L>) => Effect.Effect<void, ActiveLearnerError>
  /** Items that nobody can label. Fails with `ActiveLearnerError` where one has a label, or is not known. */
  readonly decline: (ids: Iterable<string | number>) => Effect.Effect<void, ActiveLearnerError>
  /** Other labels for items that have one. Fails with `ActiveLearnerError` where one has none. */
  readonly correct: (labels: Labels<L>) => Effect.Effect<void, ActiveLearnerError>
  /** More items; gives their ids. Fails with `ActiveLearnerError`, and `InvalidQuery` where numbers or ids make no sense. */
  readonly add: (items: Items, more?: More) => Effect.Effect<ReadonlyArray<string>, ActiveLearnerError | InvalidQuery>
  /**
   * How the model of all labels so far does on items whose labels are known. Fails with `ActiveLearnerError`, `LearnerError`
   * where `fit` or `predict` failed, and `InvalidQuery` where the probabilities are none.
   */
  readonly evaluate: (exam: Exam<Item, L>) => Effect.Effect<Mark, ActiveLearnerError | LearnerError | InvalidQuery>
  /** What there is. */
  readonly outcome: Effect.Effect<Outcome<L>>
}

/** What is known of items that are added. */
export interface More {
  /** Their ids. Default: their positions in decimal. */
  readonly ids?: ReadonlyArray<string>
  /** Their rows of each of the pool's columns, but those of a pool that is a matrix. */
  readonly columns?: { readonly [name: string]: Table }
}

/** How to learn. */
export interface Teaching<Item, Model, R> {
  /**
   * Trains a model, which lives as long as its scope: until the next one is trained, or the learner's scope closes. Fails with
   * `LearnerError`.
   */
  readonly fit: (lesson: Lesson<Item>) => Effect.Effect<Model, LearnerError, R | Scope.Scope>
  /** What a model says of items, in their order. Fails with `LearnerError`. */
  readonly predict: (model: Model, question: Question<Item>) => Effect.Effect<Output, LearnerError, R>
}
