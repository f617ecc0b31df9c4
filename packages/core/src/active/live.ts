/**
 * The active learner under its promises. See `ActiveLearner.ts`, where it is tested.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { Columns } from "../Columns.ts"
import { asksModel } from "../Experiment.ts"
import { LearnerError } from "../Learner.ts"
import * as Metrics from "../Metrics.ts"
import * as Pool from "../Pool.ts"
import * as Ports from "../Ports.ts"
import * as Query from "../Query.ts"
import type { Pseudo } from "../Selection.ts"
import * as Strategy from "../Strategy.ts"
import { text } from "../strategy/print.ts"
import { type Change, type Classes, type LabelOf, makeBook } from "./book.ts"
import { columnsOf, likeliest } from "./outputs.ts"
import { grown, isMatrix, type ItemOf, type Items, listOf } from "./pool.ts"
import { ActiveLearnerError, refuse } from "./problem.ts"
import type { Exam, Lesson, Live, Mark, More, Outcome, Setting, Teaching } from "./types.ts"

const attempt = <A>(work: () => A): Effect.Effect<A, ActiveLearnerError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(work())
    } catch (error) {
      if (error instanceof ActiveLearnerError) return Effect.fail(error)
      throw error
    }
  })

const failed = (problem: string, cause: unknown): LearnerError => LearnerError.failed(cause, problem)

const decimals = (from: number, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, i) => String(from + i))

const counted = (what: string, given: number, expected: number): void => {
  if (given !== expected) refuse({ _tag: "Count", what, given, expected })
}

/** What is known of the pool from the start; a matrix is its own embedding. */
const columnsOfPool = ({ columns = {}, pool }: { readonly pool: Items; readonly columns?: Partial<Columns> }) =>
  isMatrix(pool) ? { embedding: pool, ...columns } : columns

/** A model and what it said of the pool, which live until the next one comes. */
interface Held<Model> {
  readonly model: Model
  readonly scope: Scope.Closeable
  /** The state of the labels that it learned from. */
  readonly version: number
  said: { readonly size: number; readonly columns: Partial<Columns> } | undefined
}

/** An active learner in Effects: what `fit` and `predict` need is taken from where it is made, models live in that scope. */
export const makeLive = Effect.fnUntraced(function*<P extends Items, const C extends Classes, Model, R>(
  setting: Setting<P, C>,
  { fit, predict }: Teaching<ItemOf<P>, Model, R>
) {
  type Item = ItemOf<P>
  type L = LabelOf<C>
  const { coldStart, seed = 0, strategy } = setting
  const classes = typeof setting.classes === "number" ? setting.classes : setting.classes.length
  const names: ReadonlyArray<string> = typeof setting.classes === "number"
    ? decimals(0, setting.classes)
    : setting.classes
  const context = yield* Effect.context<R>()
  const lock = yield* Semaphore.make(1)
  let items = [...listOf(setting.pool)] as ReadonlyArray<Item>
  let columns: Partial<Columns> = columnsOfPool(setting)
  const book = yield* attempt(() => {
    const ids = setting.ids ?? decimals(0, items.length)
    counted("ids", ids.length, items.length)
    const made = makeBook(setting.classes, ids)
    if (setting.labels !== undefined) made.tell(setting.labels)
    if (setting.declined !== undefined) made.decline(setting.declined)
    return made
  })
  const check = (more: Partial<Columns>, ids: ReadonlyArray<string>, size: number) =>
    Pool.make({ ...more, ids, size, classes } as Pool.Input)
  yield* check(columns, book.ids, items.length)
  let round = setting.round ?? 0, version = 0, asked = false
  let pseudo: ReadonlyArray<Pseudo> = [], curve: ReadonlyArray<Mark> = [], held: Held<Model> | undefined

  const letGo = Effect.suspend(() => {
    const scope = held?.scope
    held = undefined
    return scope === undefined ? Effect.void : Scope.close(scope, Exit.void)
  })
  yield* Effect.addFinalizer(() => letGo)

  const lesson = (): Lesson<Item> => {
    const positions = [...book.labels.keys()]
    return {
      items: positions.map((position) => items[position]!),
      ids: positions.map((position) => book.ids[position]!),
      positions,
      labels: [...book.labels.values()],
      classes: names,
      round,
      seed,
      pseudo
    }
  }
  /** The model of all labels so far. */
  const model = Effect.gen(function*() {
    if (held?.version === version) return held
    if (book.labels.size === 0) return yield* new ActiveLearnerError({ reason: { _tag: "NoLabels" } })
    yield* letGo
    const scope = yield* Scope.make(), learns = version
    const fitted = Ports.call("fit", () => fit(lesson()), failed).pipe(Scope.provide(scope), Effect.provide(context))
    const made = yield* Effect.onError(fitted, () => Scope.close(scope, Exit.void))
    return held = { model: made, scope, version: learns, said: undefined } as Held<Model>
  })
  const ask = (of: Held<Model>, about: ReadonlyArray<Item>) =>
    Ports.call("predict", () => predict(of.model, { items: about, classes: names }), failed).pipe(
      Effect.provide(context),
      Effect.flatMap((output) => columnsOf(output, about.length, classes))
    )
  /** What the model says of the pool, asked once. */
  const said = Effect.gen(function*() {
    const current = yield* model
    if (current.said?.size === items.length) return current.said.columns
    const found = yield* ask(current, items)
    current.said = { size: items.length, columns: found }
    return found
  })

  const next = Effect.fnUntraced(function*(budget: number) {
    if (book.labels.size + book.declined.size === items.length) return []
    const asks = asksModel({ columns, strategy }), cold = asks && book.labels.size === 0
    if (cold && coldStart === undefined) {
      return yield* new ActiveLearnerError({ reason: { _tag: "NoColdStart", strategy: text(strategy) } })
    }
    const known = asks && !cold ? yield* said : {}
    const query = yield* Query.make({
      ...columns,
      ...known,
      size: items.length,
      ids: book.ids,
      classes,
      labeled: [...book.labels.keys()],
      labels: [...book.labels.values()],
      declined: [...book.declined],
      budget,
      clamp: true,
      seed,
      round
    } as Query.Input)
    const selection = yield* Strategy.runAny(cold ? coldStart! : strategy, query as Query.Any)
    asked = true
    pseudo = selection.pseudo
    return selection.picks.map((pick) => ({ ...pick, item: items[pick.position]! }))
  })

  // What is told again changes nothing: neither the batch nor the model.
  const change = (work: () => Change) =>
    Effect.map(attempt(work), ({ any, labels }) => {
      if (labels) version++
      if (any && asked) round++
      if (any) asked = false
    })

  const add = Effect.fnUntraced(function*(more: Items, { columns: rows = {}, ids }: More = {}) {
    const list = listOf(more) as ReadonlyArray<Item>
    const [names, wider] = yield* attempt(() => {
      const names = ids ?? decimals(items.length, list.length)
      counted("ids of the added items", names.length, list.length)
      const own = isMatrix(setting.pool) && setting.columns?.embedding === undefined ? { embedding: more } : {}
      return [names, grown(columns, { ...own, ...rows }, list.length)] as const
    })
    yield* check(wider, [...book.ids, ...names], items.length + list.length)
    yield* attempt(() => book.add(names))
    columns = wider
    items = isMatrix(setting.pool) && wider.embedding !== undefined && setting.columns?.embedding === undefined
      ? listOf(wider.embedding) as ReadonlyArray<Item>
      : [...items, ...list]
    return names
  })

  const evaluate = Effect.fnUntraced(function*({ items: about, labels, metrics = {} }: Exam<Item, L>) {
    const list = listOf(about) as ReadonlyArray<Item>
    const actual = yield* attempt(() => {
      counted("labels of the items to evaluate on", labels.length, list.length)
      return Int32Array.from(
        labels as ArrayLike<unknown>,
        (label, i) => label === null ? -1 : book.classOf(`item ${i} to evaluate on`, label)
      )
    })
    const { probability } = yield* ask(yield* model, list), predicted = likeliest(probability)
    const judged = { actual, predicted, probability }
    const own = Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric(judged)]))
    const mark: Mark = { ...Metrics.of(actual, predicted, classes), labeled: book.labels.size, own }
    curve = [...curve, mark]
    return mark
  })

  const outcome = Effect.sync((): Outcome<L> => ({
    labels: new Map(Array.from(book.labels, ([at, label]) => [book.ids[at]!, book.nameOf(label) as L])),
    declined: Array.from(book.declined, (at) => book.ids[at]!),
    curve,
    round
  }))

  // One after the other: a label that comes while a model is trained is for the next one.
  const alone = lock.withPermits(1)
  return {
    next: (budget) => alone(next(budget)),
    tell: (labels) => alone(change(() => book.tell(labels))),
    decline: (ids) => alone(change(() => book.decline(ids))),
    correct: (labels) => alone(change(() => book.correct(labels))),
    add: (more, about) => alone(add(more, about)),
    evaluate: (exam) => alone(evaluate(exam)),
    outcome: alone(outcome)
  } satisfies Live<Item, L> as Live<Item, L>
})
