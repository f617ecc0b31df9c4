/**
 * Which items together would tell most about the model?
 */
import { type Frame, Kernels, type Matrix, Options, Rng, Score, Select, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { informationOf, noiseOf } from "../uncertainty/bald.ts"
import { across, passScores } from "../uncertainty/passes.ts"
import { type Configurations, empty, include } from "./configurations.ts"
import { mixtures } from "./mixtures.ts"

/** The options of the part and of the recipe. */
export const options = Schema.Struct({
  samples: Options.field(
    Schema.Int.check(Schema.isGreaterThan(0)),
    2000,
    "how many outcomes of the batch's labels are looked at: all while there are no more, then so many drawn ones"
  )
})

type Passes = ReadonlyArray<Matrix.Matrix>

/** Numbers in a block of conditional probabilities, and elementary steps for a pass's part in one. */
const BLOCK = 2 ** 16, COST = 4

/** Gains below this, in nats, are rounding. */
const NOTHING = 1e-12

/** Gains that differ by less than this, in nats, are computed once more, in a way that no order of the passes changes. */
const NEAR = 1e-9

/** What is lost to rounding is no gain. */
const positive = (gain: number): number => gain > NOTHING ? gain : 0

/** Whether pass `a` comes before `b`: by the first number in which they differ. */
const compare = (a: Matrix.Matrix, b: Matrix.Matrix): number => {
  const at = a.data.findIndex((x, i) => x !== b.data[i])
  return at < 0 ? 0 : a.data[at]! - b.data[at]!
}

/** The passes in an order of their own: outcomes are drawn from the passes in turn, in whatever order those were given. */
const inTurn = (passes: Passes): Passes => [...passes].sort(compare)

/**
 * H(y | labels of the batch), in nats, of each item: the mean over the outcomes of the entropy it leaves. `products` mixes
 * the passes: `kernels.dots`, or {@link mixtures}, several times slower.
 */
const conditional = Effect.fnUntraced(function*(
  kernels: Kernels.Service,
  products: Kernels.Service["dots"],
  passes: Passes,
  items: Uint32Array,
  { shares, weights }: Configurations
) {
  const classes = passes[0]!.cols
  const out = new Float64Array(items.length)
  const size = Math.max(1, Math.floor(BLOCK / (classes * Math.max(weights.rows, weights.cols))))
  for (let from = 0; from < items.length; from += size) {
    const some = items.subarray(from, from + size)
    yield* Kernels.breathe(COST * some.length * classes * weights.rows * weights.cols)
    const rows = across(passes, some)
    const given = yield* products(rows, weights)
    const terms = yield* kernels.weightedEntropies({ data: given, rows: rows.rows, cols: weights.rows }, shares)
    out.set(Sum.rows(terms, classes), from)
  }
  return out
})

const best = (gains: Float64Array, taken: Uint8Array): number => {
  let best = -1
  for (let i = 0; i < gains.length; i++) {
    if (taken[i] === 0 && (best < 0 || gains[i]! > gains[best]!)) best = i
  }
  return best
}

/** The numbers of those whose gain may be the largest but for rounding. */
const nearBest = (gains: Float64Array, taken: Uint8Array): Uint32Array => {
  const most = gains[best(gains, taken)]!
  return Uint32Array.from(gains.keys()).filter((i) => taken[i] === 0 && gains[i]! >= most - NEAR)
}

const inAnyOrder: Kernels.Service["dots"] = (rows, weights) => Effect.sync(() => mixtures(rows, weights))

const evidence = (frame: Frame.Base, bald: Float64Array, picks: Select.Picks) => {
  const [first, gain] = [new Float64Array(frame.size).fill(Number.NaN), new Float64Array(frame.size).fill(Number.NaN)]
  frame.candidates.forEach((position, i) => first[position] = bald[i]!)
  picks.positions.forEach((position, i) => gain[position] = picks.scores[i]!)
  return [{ name: "bald", values: first }, { name: "batchbald", values: gain }]
}

/** The state of the greedy choice: what is in the batch, and what its labels may be. */
const greedy = Effect.fnUntraced(function*(frame: Frame.Frame<"passes">, samples: number) {
  const kernels = yield* Kernels.Kernels
  const { candidates } = frame, passes = inTurn(frame.passes)
  const key = Rng.derive(frame.key, "configurations")
  const floor = Score.gather(frame, yield* passScores(frame, noiseOf(kernels)))
  const batch = [...frame.picked]
  const taken = new Uint8Array(candidates.length)
  /** What an item tells beside what is in the batch, in nats; of an empty batch exactly its BALD. */
  const gainsOf = Effect.fnUntraced(function*(state: Configurations) {
    if (batch.length === 0) return Score.gather(frame, yield* passScores(frame, informationOf(kernels))).map(positive)
    const entropies = yield* conditional(kernels, kernels.dots, passes, candidates, state)
    const gains = entropies.map((h, i) => positive(h - floor[i]!))
    const near = nearBest(gains, taken)
    const again = yield* conditional(kernels, inAnyOrder, passes, near.map((i) => candidates[i]!), state)
    near.forEach((i, n) => gains[i] = positive(again[n]! - floor[i]!))
    return gains
  })
  let state = batch.reduce(
    (all, position, i) => include(all, passes, position, batch.slice(0, i), samples, key),
    empty(passes)
  )
  const length = Math.min(frame.budget, candidates.length)
  const picks = { positions: new Uint32Array(length), scores: new Float64Array(length) }
  let bald = floor
  for (let step = 0; step < length; step++) {
    const gains = yield* gainsOf(state)
    if (step === 0) bald = gains
    const i = best(gains, taken)
    const position = candidates[i]!
    taken[i] = 1
    picks.positions[step] = position
    picks.scores[step] = gains[i]!
    if (step + 1 < length) state = include(state, passes, position, batch, samples, key)
    batch.push(position)
  }
  const notes = { outcomes: state.weights.rows, drawn: state.sampled }
  return { ...picks, evidence: evidence(frame, bald, picks), notes }
})

/** What {@link batchBald} and the recipe of that name take. */
export interface BatchBaldOptions {
  /**
   * How many outcomes of the batch's labels are looked at: all while there are no more, then so many drawn ones.
   * Default 2000.
   */
  readonly samples?: number
}

/**
 * One after the other the item that, with those already chosen, has the highest mutual information of labels and model
 * (greedy, within 1 − 1/e of the best batch while outcomes are not drawn). An item's score is what it adds to the
 * batch, in nats; the first's is its BALD. Ties go to the smaller position. The order of the passes changes no pick and
 * no score, and that of the classes none while outcomes are not drawn; a drawn label is the class at which the sum of
 * probabilities, in the order of the classes, exceeds a random number.
 *
 * Exact while the batch's labels have at most `samples` outcomes; beyond that as many are drawn from the key, one set
 * for all candidates, extended item by item, and the estimate tends to the true value as `samples` grows. O(N C T M) a
 * pick for M outcomes, O(N) memory and a block.
 *
 * Needs `passes`.
 *
 * Source: Kirsch, van Amersfoort & Gal 2019, BatchBALD, algorithm 1 and section 3.3.
 */
export const batchBald: Select.Maker<BatchBaldOptions, "passes"> = Select.define({
  name: "joint-information",
  summary: "greedily the batch whose labels have the highest mutual information with the model",
  source: "Kirsch, van Amersfoort & Gal 2019, BatchBALD, algorithm 1 and section 3.3",
  options,
  needs: ["passes"],
  pick: ({ samples }) => (frame) => greedy(frame, samples)
})
