/**
 * How much would the label tell about what the model will be asked?
 */
import { type Frame, Kernels, type Matrix, Options, Ranking, Rng, Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBlocks } from "./blocks.ts"
import { within } from "./domain.ts"
import { across, blockOf, passScores } from "./passes.ts"

/** The options of the score and of the recipe. */
export const options = Schema.Struct({
  targets: Options.field(
    Schema.Int.check(Schema.isGreaterThan(0)),
    200,
    "M: how many items stand for those that the model will be asked about, a sample of the whole pool"
  )
})

/** What {@link epig} and the recipe of that name take. */
export interface EpigOptions {
  /** M: how many items stand for those that the model will be asked about, a sample of the whole pool. Default 200. */
  readonly targets?: number
}

/** Numbers in a block of joint probabilities, and elementary steps for a pass's part in one. */
const BLOCK = 2 ** 18, COST = 4

/** Elementary steps that a random number takes. */
const DRAW = 64

/** Gains below this, in nats, are rounding. */
const NOTHING = 1e-10

/** Rows that sum to 1 but for so little are taken as they are. */
const NEARLY = 2e-7

/** The sum of each row, in whatever order its columns are. */
const sumsOf = ({ cols, data, rows }: Matrix.Matrix): Float64Array => {
  const row = new Float64Array(cols)
  return Float64Array.from({ length: rows }, (_, i) => {
    row.set(data.subarray(i * cols, (i + 1) * cols))
    return Sum.total(row)
  })
}

/** The passes with rows that sum to 1 but for a rounding: half precision and four decimals do not, and a joint entropy would be what is missing. */
const normalized = Effect.fnUntraced(function*(passes: ReadonlyArray<Matrix.Matrix>) {
  const out: Array<Matrix.Matrix> = []
  for (const pass of passes) {
    yield* Kernels.breathe(COST * pass.data.length)
    const sums = sumsOf(pass), { cols } = pass
    if (sums.every((sum) => Math.abs(sum - 1) <= NEARLY)) out.push(pass)
    else out.push({ ...pass, data: pass.data.map((p, at) => p / sums[Math.floor(at / cols)]!) })
  }
  return out
})

/** The entropy of each row, in nats, and how much more than 1 it summed to: H[q / s] is H[q] / s + log s. */
const entropiesOf = Effect.fnUntraced(function*(rows: Matrix.Matrix64) {
  const kernels = yield* Kernels.Kernels
  const sums = Sum.rows(rows.data, rows.cols), raw = yield* kernels.weightedEntropies(rows)
  return { entropies: raw.map((h, i) => h / sums[i]! + Math.log(sums[i]!)), more: sums.map((sum) => sum - 1) }
})

/** So many items of the whole pool, each by its own number of the key; ascending. */
const sample = Effect.fnUntraced(function*({ key, size }: Frame.Base, targets: number) {
  const own = Rng.derive(key, "targets"), draws = new Float64Array(size)
  yield* inBlocks(size, DRAW, (from, to) => {
    for (let position = from; position < to; position++) draws[position] = Rng.uniform(own, position)
  })
  return Ranking.keepTop(Uint32Array.from(draws.keys()), draws, targets)
})

/** What the passes say of some targets, as weights that mix an item's passes: a row for each target and class. */
const weightsOf = (passes: ReadonlyArray<Matrix.Matrix>, targets: Uint32Array): Matrix.Matrix64 => {
  const { cols, data, rows } = across(passes, targets)
  return { data: Float64Array.from(data, (p) => p / cols), rows, cols }
}

/** Σ_t H[p(y, y_t)] of each item, in nats: the entropies of its class and a target's together, over all targets. */
const joint = Effect.fnUntraced(function*(
  passes: ReadonlyArray<Matrix.Matrix>,
  items: Uint32Array,
  targets: Uint32Array
) {
  const kernels = yield* Kernels.Kernels
  const classes = passes[0]!.cols, square = classes * classes
  const many = Math.min(targets.length, Math.max(1, Math.floor(BLOCK / square)))
  const size = Math.max(1, Math.floor(BLOCK / (square * many)))
  const sums = new Float64Array(items.length)
  for (let t = 0; t < targets.length; t += many) {
    const weights = weightsOf(passes, targets.subarray(t, t + many))
    for (let from = 0; from < items.length; from += size) {
      const some = items.subarray(from, from + size)
      yield* Kernels.breathe(COST * some.length * classes * weights.rows * passes.length)
      const data = yield* kernels.dots(across(passes, some), weights)
      const terms = yield* kernels.weightedEntropies({ data, rows: some.length * classes, cols: weights.rows })
      Sum.rows(terms, classes).forEach((h, i) => sums[from + i]! += h)
    }
  }
  return sums
})

/** Both of the candidates, in their order. */
const ownOf = Effect.fnUntraced(function*(frame: Frame.Frame<"passes">) {
  const more = new Float64Array(frame.candidates.length)
  let from = 0
  const scores = yield* passScores(frame, ({ mean }) =>
    Effect.map(entropiesOf(mean), (own) => {
      more.set(own.more, from)
      from += own.more.length
      return own.entropies
    }))
  return { entropies: Score.gather(frame, scores), more }
})

const gains = Effect.fnUntraced(function*(given: Frame.Frame<"passes">, count: number) {
  const passes = yield* normalized(given.passes), frame = { ...given, passes }
  const targets = yield* sample(frame, count), many = targets.length
  const own = yield* ownOf(frame), theirs = yield* entropiesOf(blockOf(passes, targets).mean)
  const together = yield* joint(passes, frame.candidates, targets)
  const asked = Sum.total(theirs.entropies) / many, left = Sum.total(theirs.more) / many
  const both = Sum.total(theirs.entropies.map((h, t) => h * theirs.more[t]!)) / many
  const most = Math.log(passes[0]!.cols)
  const values = together.map((h, i) => {
    const mine = own.entropies[i]!, more = own.more[i]!
    // A joint row sums to 1 + both of what is more than 1: to first order its entropy is H + (1 − H) of that.
    const missing = (more + left) * (1 - mine) - more * asked - both
    const gain = mine + asked - h / many - missing
    return gain > NOTHING ? within(gain, 0, most) : 0
  })
  return Score.scatter(frame, values)
})

/**
 * The mutual information, in nats, of an item's label and that of a target, by the passes' mean over `targets` (200) items
 * drawn from the whole pool by the key: H[p̄_x] + mean_t H[p̄_t] − mean_t H[1/K Σ_k p_k(x) ⊗ p_k(t)]. Never below 0, and
 * 0 where the passes agree; unlike BALD it is high only for items that tell something of the others. The whole pool stands
 * for what will be asked, labeled items included; with as many targets as items nothing is drawn. Rows are divided by their sums first.
 * O(N M C² K), and a block; a copy of passes whose rows do not sum to 1.
 *
 * Needs `passes`.
 *
 * Source: Bickford Smith, Kirsch, Farquhar, Gal, Foster & Rainforth 2023, Prediction-oriented Bayesian active learning
 * (EPIG), equation 8.
 */
export const epig: Score.Maker<EpigOptions, "passes"> = Score.define({
  name: "epig",
  summary:
    "the mutual information of an item's label with those of a sample of the pool, in nats, over stochastic passes",
  source: "Bickford Smith, Kirsch, Farquhar, Gal, Foster & Rainforth 2023, Prediction-oriented Bayesian active " +
    "learning (EPIG), equation 8",
  options,
  needs: ["passes"],
  of: ({ targets }) => (frame) => gains(frame, targets)
})
