/**
 * One lesson: a model from the labels, what it says of the pool, and what to ask about next.
 */
import type { ClusteringError } from "@marginalia/core/Clusterer"
import * as Matrix from "@marginalia/core/Matrix"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { choose, type Chosen, needsPrototypes, type Question } from "./choose.ts"
import { type Seen, seenOf, spread } from "./classes.ts"
import { fitHead } from "./head/fit.ts"
import { classifierOf, probabilityOf } from "./head/predict.ts"
import type { Clustered, Learn, Learned, Ordered, Working } from "./protocol.ts"
import type { Prepared } from "./ready.ts"
import { isLarge, type ModelOn, partOf } from "./sample.ts"
import { saysOf } from "./says.ts"
import { alikes } from "./similar.ts"
import { whyLine } from "./why.ts"

/** Hears what is under way. */
export type OnWorking = (doing: Working["doing"]) => Effect.Effect<void>

/** Items labeled last that near-duplicates are told of. */
const RECENT = 16

const train = Effect.fnUntraced(
  function*({ matrix, registry, scaling, start: { seed } }: Prepared, seen: Seen, strategy: string) {
    if (seen.classes < 2) return undefined
    const separated = yield* needsPrototypes(strategy, registry)
    const head = yield* fitHead(matrix, seen, scaling, { separated })
    const probability: Matrix.Matrix = yield* probabilityOf(matrix, head)
    return { probability, head, classifier: classifierOf(matrix, head, probability, seed) }
  }
)

type Trained = Effect.Success<ReturnType<typeof train>>

const modelOn = (trained: Trained, seed: number): ModelOn => (rows, matrix) => {
  if (trained === undefined) return undefined
  const probability = Matrix.take(trained.probability, rows)
  return { probability, classifier: classifierOf(matrix, trained.head, probability, seed) }
}

const candidatesOf = ({ aside, matrix: { rows } }: Prepared, { answered }: Learn): Uint32Array => {
  const out = new Uint8Array(rows)
  for (const item of answered) out[item] = 1
  for (const item of aside) out[item] = 1
  return Uint32Array.from({ length: rows }, (_, i) => i).filter((item) => out[item] === 0)
}

/** What to ask about, and what is said of it. */
type Ordering = Pick<Learned, "order" | "why" | "alike" | "strategy" | "remark">

/** An order as the page is told of it; `rows` has the items of its positions, where those are not the pool's. */
const orderingOf = (
  { likeness }: Prepared,
  { items }: Learn,
  { remark, selection: { picks }, strategy }: Chosen,
  rows?: Uint32Array
): Ordering => {
  const order = Uint32Array.from(picks, ({ position }) => rows?.[position] ?? position)
  return {
    order,
    why: picks.map(whyLine),
    alike: alikes(likeness, [...items.slice(-RECENT), ...order]),
    strategy,
    remark
  }
}

/** What follows a lesson whose order is a sample's: clusters, where there is no model, and the order of the whole pool. */
export interface Rest {
  readonly clusters: Effect.Effect<Clustered, ClusteringError>
  readonly order: Effect.Effect<Ordered, Effect.Error<ReturnType<typeof choose>>>
}

/** A lesson's answer, and what is still to come. */
export interface Lesson {
  readonly learned: Learned
  readonly rest: Rest | undefined
}

const restOf = (prepared: Prepared, message: Learn, question: Question): Rest => {
  const { items: { length: labels }, model, upTo } = message
  const order = Effect.gen(function*() {
    const from = yield* Clock.currentTimeMillis
    const ordering = orderingOf(prepared, message, yield* choose(message.strategy, question))
    const ms = (yield* Clock.currentTimeMillis) - from
    return { _tag: "Ordered", model, upTo, labels, ...ordering, ms } satisfies Ordered as Ordered
  })
  const clusters = Effect.map(prepared.clusters, (found): Clustered => ({ _tag: "Clustered", model, clusters: found }))
  return { clusters, order }
}

/** The order, and of how many items that were drawn it is. */
const order = Effect.fnUntraced(
  function*(prepared: Prepared, message: Learn, question: Question, trained: Trained) {
    const { sample = 0, seed } = prepared.start, { strategy } = message
    const nothing: Ordering = {
      order: new Uint32Array(),
      why: [],
      alike: alikes(prepared.likeness, []),
      strategy,
      remark: undefined
    }
    if (question.candidates.length === 0 || question.budget === 0) return { ordering: nothing, of: undefined }
    if (!isLarge(question.candidates.length, sample)) {
      return { ordering: orderingOf(prepared, message, yield* choose(strategy, question)), of: undefined }
    }
    const part = yield* partOf(question, prepared.matrix, modelOn(trained, seed), sample)
    const ordering = orderingOf(prepared, message, yield* choose(strategy, part.question), part.rows)
    return { ordering, of: part.question.candidates.length }
  }
)

/**
 * Learns from the labels of `message`, all of items that are not held out. With labels of fewer than two classes there is an
 * order only. Of a large pool the order is that of a sample, and that of the whole is in the rest, to be asked for. Everything
 * follows from the message and the start, whatever came before.
 */
export const learn = Effect.fn("studio.learn")(function*(prepared: Prepared, message: Learn, told: OnWorking) {
  const from = yield* Clock.currentTimeMillis
  const { budget, classes, items, labels, model, strategy, upTo } = message
  yield* told("training")
  const seen = seenOf(items, labels), trained = yield* train(prepared, seen, strategy)
  yield* told("choosing")
  const left = new Set(items), candidates = candidatesOf(prepared, message).filter((item) => !left.has(item))
  const question: Question = {
    pool: prepared.pool,
    registry: prepared.registry,
    labeled: items,
    labels: seen.labels,
    candidates,
    budget,
    seed: prepared.start.seed,
    round: model,
    model: trained
  }
  const { of, ordering } = yield* order(prepared, message, question, trained)
  const probability = trained === undefined ? undefined : spread(trained.probability, seen.of, classes.length)
  const isWhole = of === undefined
  const learned: Learned = {
    _tag: "Learned",
    model,
    upTo,
    labels: items.length,
    classes: trained === undefined ? [] : classes,
    probability,
    ...saysOf(probability, classes, { size: prepared.matrix.rows, candidates }),
    ...ordering,
    sample: of,
    clusters: trained === undefined && isWhole
      ? yield* Effect.orElseSucceed(prepared.clusters, () => undefined)
      : undefined,
    ms: (yield* Clock.currentTimeMillis) - from
  }
  return { learned, rest: isWhole ? undefined : restOf(prepared, message, question) } satisfies Lesson as Lesson
})
