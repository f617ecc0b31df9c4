/**
 * Active learning around a model of one's own: two functions, `fit` and `predict`, and labels by id.
 *
 * {@link make} speaks promises, and `fit` and `predict` may be anything that gives one: a library, a web service, a process of
 * another language. {@link makeEffect} is the same in Effects. For experiments, where an oracle answers, see `Experiment`.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import type { Classes, Label, LabelOf, Labels } from "./active/book.ts"
import { makeLive } from "./active/live.ts"
import type { Output } from "./active/outputs.ts"
import type { ItemOf, Items } from "./active/pool.ts"
import { ActiveLearnerError } from "./active/problem.ts"
import type { Exam, Lesson, Mark, More, Outcome, Proposal, Question, Setting, Teaching } from "./active/types.ts"
import { LearnerError } from "./Learner.ts"
import * as Message from "./Message.ts"
import { type Options, runPromise } from "./query/signal.ts"

export type { Classes, Label, LabelOf, Labels } from "./active/book.ts"
export type { Output, Table } from "./active/outputs.ts"
export type { ItemOf, Items, Row } from "./active/pool.ts"
export { type ActiveProblem } from "./active/problem.ts"
export type {
  Exam,
  Judged,
  Lesson,
  Live,
  Mark,
  More,
  Outcome,
  Proposal,
  Question,
  Setting,
  Teaching
} from "./active/types.ts"
export { ActiveLearnerError }

/** What {@link make} takes: what is known, and how to learn. */
export interface Input<P extends Items, C extends Classes, Model> extends Setting<P, C> {
  /** Trains a model on all labels so far. A model is asked for when it is needed: never twice for the same labels. */
  readonly fit: (lesson: Lesson<ItemOf<P>>, signal: AbortSignal) => Model | PromiseLike<Model>
  /** What a model says of items, in their order. */
  readonly predict: (model: Model, question: Question<ItemOf<P>>, signal: AbortSignal) => Output | PromiseLike<Output>
  /** Frees a model, before the next one is trained. Default nothing. */
  readonly dispose?: (model: Model) => void | PromiseLike<void>
}

/** An active learner. What is asked meanwhile waits its turn. Every change is made whole or not at all. */
export interface ActiveLearner<Item, L extends Label> {
  /**
   * The `budget` items to label next, best first; fewer where fewer are left. Asked again before anything was told, it gives
   * the same items.
   *
   * Trains a model where the strategy asks one and labels have come. Rejects with `ActiveLearnerError` (`NoColdStart`),
   * `LearnerError` where `fit` or `predict` failed or gave something else, `InvalidQuery`, `MissingColumn`, `PartFailed`.
   */
  readonly next: (budget: number, options?: Options) => Promise<ReadonlyArray<Proposal<Item>>>
  /**
   * Labels of items of the pool, whether they were asked for or not. Telling the same again changes nothing; another label for
   * an item that has one is refused: see `correct`. An item that was declined may be told.
   */
  readonly tell: (labels: Labels<L>) => Promise<void>
  /** Nobody can label these: they are asked for no more, and are no labels. */
  readonly decline: (ids: Iterable<string | number>) => Promise<void>
  /** Other labels for items that have one. */
  readonly correct: (labels: Labels<L>) => Promise<void>
  /** More items. Gives their ids. */
  readonly add: (items: Items, more?: More) => Promise<ReadonlyArray<string>>
  /** How the model of all labels so far does on items whose labels are known; a point of the curve. */
  readonly evaluate: (exam: Exam<Item, L>, options?: Options) => Promise<Mark>
  /** What there is: labels, declined items, the curve; with it another learner goes on. */
  readonly outcome: () => Promise<Outcome<L>>
  /** Ends what is under way, frees the model, and gives what it came to. After it everything is refused. */
  readonly stop: () => Promise<Outcome<L>>
}

const failing = (what: string) => (cause: unknown): LearnerError =>
  cause instanceof LearnerError ? cause : LearnerError.failed(cause, Message.text`${what} failed: ${Message.of(cause)}`)

const teaching = <Item, Model>({ dispose, fit, predict }: {
  readonly fit: (lesson: Lesson<Item>, signal: AbortSignal) => Model | PromiseLike<Model>
  readonly predict: (model: Model, question: Question<Item>, signal: AbortSignal) => Output | PromiseLike<Output>
  readonly dispose?: (model: Model) => void | PromiseLike<void>
}): Teaching<Item, Model, never> => ({
  fit: (lesson) =>
    Effect.acquireRelease(
      Effect.tryPromise({ try: async (signal) => fit(lesson, signal), catch: failing("fit") }),
      (model) => dispose === undefined ? Effect.void : Effect.promise(async () => dispose(model)),
      { interruptible: true }
    ),
  predict: (model, question) =>
    Effect.tryPromise({ try: async (signal) => predict(model, question, signal), catch: failing("predict") })
})

/**
 * An active learner in Effects, from a `setting` and a teaching `{ fit, predict }`, which may need services: they are taken
 * from where it is made. Models live in the scope that it is made in.
 *
 * Fails with {@link ActiveLearnerError} for ids, labels or declined items that make no sense, and `InvalidQuery` for columns.
 */
export const makeEffect = makeLive

/**
 * An active learner on a pool, around a model of one's own.
 *
 * `input` holds the `pool` (a matrix, or a list of anything), its `classes`, the `strategy`, and two functions: `fit` trains
 * a model on labeled items, `predict` gives the probabilities of the classes, a row an item. A strategy that asks the model
 * for more (`passes`, `feature`, `gradient`) is given it by `predict` as well: `{ probability, passes }`.
 *
 * Rejects with {@link ActiveLearnerError} for ids, labels or declined items that make no sense, and `InvalidQuery` for columns.
 *
 * @example
 * ```ts
 * import { ActiveLearner, Matrix } from "@marginalia/core"
 * import { entropySampling, random } from "@marginalia/strategies"
 *
 * const pool = Matrix.fromRows([[0], [1], [4], [6], [9], [10]])
 * const learner = await ActiveLearner.make({
 *   pool, classes: ["low", "high"], strategy: entropySampling(), coldStart: random(), labels: { 0: "low", 5: "high" },
 *   // The middle of the two classes' means.
 *   fit: ({ items, labels }) =>
 *     [0, 1].reduce((sum, c) => {
 *       const own = items.filter((_, i) => labels[i] === c)
 *       return sum + own.reduce((a, [x]) => a + x!, 0) / own.length / 2
 *     }, 0),
 *   predict: (middle, { items }) => items.map(([x]) => [1 / (1 + Math.exp(x! - middle)), 1 / (1 + Math.exp(middle - x!))])
 * })
 * const [pick] = await learner.next(1)
 * console.log(pick?.id, pick?.item.join()) // => 2 4
 * await learner.tell({ 2: "low" })
 * console.log((await learner.next(1))[0]?.id) // => 3
 * ```
 */
export const make = async <P extends Items, const C extends Classes, Model>(
  input: Input<P, C, Model>
): Promise<ActiveLearner<ItemOf<P>, LabelOf<C>>> => {
  const scope = Scope.makeUnsafe(), ended = new AbortController()
  const live = await Effect.runPromise(
    makeLive<P, C, Model, never>(input, teaching<ItemOf<P>, Model>(input)).pipe(Scope.provide(scope))
  )
  const run = <A, E>(name: string, effect: Effect.Effect<A, E>, { signal, ...rest }: Options = {}): Promise<A> =>
    runPromise(`ActiveLearner.${name}`, effect, {
      ...rest,
      signal: signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal])
    })
  return {
    next: (budget, options) => run("next", live.next(budget), options),
    tell: (labels) => run("tell", live.tell(labels)),
    decline: (ids) => run("decline", live.decline(ids)),
    correct: (labels) => run("correct", live.correct(labels)),
    add: (items, more) => run("add", live.add(items, more)),
    evaluate: (exam, options) => run("evaluate", live.evaluate(exam), options),
    outcome: () => run("outcome", live.outcome),
    stop: async () => {
      ended.abort(new ActiveLearnerError({ reason: { _tag: "Stopped" } }))
      const outcome = await Effect.runPromise(live.outcome)
      await Effect.runPromise(Scope.close(scope, Exit.void))
      return outcome
    }
  }
}
