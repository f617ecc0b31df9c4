/**
 * One lesson: a model from the labels, what it says of the pool, and what to ask about next.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { choose, type Chosen, needsPrototypes } from "./choose.ts"
import { type Seen, seenOf, spread } from "./classes.ts"
import { fitHead } from "./head/fit.ts"
import { classifierOf, probabilityOf } from "./head/predict.ts"
import type { Learn, Learned, Working } from "./protocol.ts"
import type { Prepared } from "./ready.ts"
import { alikes } from "./similar.ts"
import { whyLine } from "./why.ts"

/** Hears what is under way. */
export type Told = (doing: Working["doing"]) => Effect.Effect<void>

/** Items labeled last that near-duplicates are told of. */
const RECENT = 16

const train = Effect.fnUntraced(
  function*({ matrix, scaling, start: { seed } }: Prepared, seen: Seen, strategy: string) {
    if (seen.classes < 2) return undefined
    const separated = yield* needsPrototypes(strategy)
    const head = yield* fitHead(matrix, seen, scaling, { separated })
    const probability: Matrix = yield* probabilityOf(matrix, head)
    return { probability, classifier: classifierOf(matrix, head, probability, seed) }
  }
)

const candidatesOf = ({ aside, matrix: { rows } }: Prepared, { answered }: Learn): Uint32Array => {
  const out = new Uint8Array(rows)
  for (const item of answered) out[item] = 1
  for (const item of aside) out[item] = 1
  return Uint32Array.from({ length: rows }, (_, i) => i).filter((item) => out[item] === 0)
}

const nothing: Omit<Chosen, "selection"> & { readonly selection: { readonly picks: readonly [] } } = {
  selection: { picks: [] },
  strategy: "",
  remark: undefined
}

/**
 * Learns from the labels of `message`, all of items that are not held out. With labels of fewer than two classes there is an
 * order only. Everything follows from the message and the start, whatever came before.
 */
export const learn = Effect.fn("studio.learn")(function*(prepared: Prepared, message: Learn, told: Told) {
  const from = yield* Clock.currentTimeMillis
  const { budget, classes, items, labels, model, strategy, upTo } = message
  yield* told("training")
  const seen = seenOf(items, labels), trained = yield* train(prepared, seen, strategy)
  yield* told("choosing")
  const left = new Set(items), candidates = candidatesOf(prepared, message).filter((item) => !left.has(item))
  const chosen = candidates.length === 0 || budget === 0 ? nothing : yield* choose(strategy, {
    pool: prepared.pool,
    labeled: items,
    labels: seen.labels,
    candidates,
    budget,
    seed: prepared.start.seed,
    round: model,
    model: trained
  })
  const picks = chosen.selection.picks, order = Uint32Array.from(picks, ({ position }) => position)
  const learned: Learned = {
    _tag: "Learned",
    model,
    upTo,
    strategy: chosen.strategy === "" ? strategy : chosen.strategy,
    labels: items.length,
    classes: trained === undefined ? [] : classes,
    probability: trained === undefined ? undefined : spread(trained.probability, seen.of, classes.length),
    order,
    why: picks.map(whyLine),
    clusters: trained === undefined ? yield* Effect.orElseSucceed(prepared.clusters, () => undefined) : undefined,
    alike: alikes(prepared.likeness, [...items.slice(-RECENT), ...order]),
    remark: chosen.remark,
    ms: (yield* Clock.currentTimeMillis) - from
  }
  return learned
})
