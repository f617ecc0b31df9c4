/**
 * Batches whose items cost something, of which no more is spent than there is. See `Query.Settings.spend`.
 */
import * as Effect from "effect/Effect"
import type { Column } from "../Columns.ts"
import type { SelectionError } from "../Errors.ts"
import * as Frame from "../Frame.ts"
import { isWithin } from "../query/spending.ts"
import * as Rng from "../Rng.ts"
import { shortNumber } from "../Words.ts"
import type { Strategy } from "./node.ts"
import { concat, empty, note, only, type Outcome } from "./outcome.ts"

/** What a label of each item costs, by position, and how much may be spent. */
export interface Purse {
  readonly costs: Float64Array
  readonly most: number
}

/** Runs a strategy on a frame. */
type Choose<R> = (frame: Frame.Any) => Effect.Effect<Outcome, SelectionError, R>

/** Whether so much may be spent. */
const within = ({ most }: Purse, spent: number): boolean => isWithin(spent, most)

/** Whether a strategy orders all candidates by one score: a pipeline that ends in `top`, leaves none out, and makes no clusters. */
export const isRanking = ({ node }: Strategy<Column, unknown>): boolean =>
  node._tag === "Pipeline" && node.select.spec.name === "top" &&
  node.steps.every(({ adds, changes }) => adds.length + changes.length > 0 && !adds.includes("cluster"))

/** How much each of some picks brings for what it costs: its score above the lowest finite one, per cost. */
const worthOf = ({ positions, scores }: Outcome, { costs }: Purse): Float64Array => {
  const lowest = scores.reduce((low, score) => Number.isFinite(score) && score < low ? score : low, Infinity)
  return Float64Array.from(positions, (position, i) => {
    const gain = Number.isNaN(scores[i]!) ? Number.NaN : scores[i]! - lowest
    return costs[position] === 0 ? gain : gain / costs[position]!
  })
}

/**
 * The indices of picks in the order in which they are paid: what costs nothing first, by score, then the others by what they are worth, the
 * most first; undefined ones last, ties to the smaller position.
 */
const byWorth = ({ positions }: Outcome, worth: Float64Array, { costs }: Purse): ReadonlyArray<number> =>
  [...worth.keys()].sort((a, b) => {
    const [left, right] = [worth[a]!, worth[b]!]
    const free = (i: number) => costs[positions[i]!] === 0
    if (free(a) !== free(b)) return free(a) ? -1 : 1
    if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1
    return left === right || Number.isNaN(left) ? positions[a]! - positions[b]! : right - left
  })

/** Those of some picks, in an order, that can be paid one after the other, `places` of them at most. */
const paid = (
  { positions }: Outcome,
  order: ReadonlyArray<number>,
  purse: Purse,
  { places, spent }: { readonly places: number; readonly spent: number }
): { readonly kept: ReadonlyArray<number>; readonly spent: number } => {
  const kept: Array<number> = []
  let sum = spent
  for (const i of order) {
    if (kept.length === places) break
    const next = sum + purse.costs[positions[i]!]!
    if (!within(purse, next)) continue
    sum = next
    kept.push(i)
  }
  return { kept, spent: sum }
}

const told = (picks: number, spent: number, { most }: Purse, how: string, candidates: number) =>
  note(`within a cost of ${shortNumber(most)}: ${how}`, "branch", candidates, { picks, spent })

/** The candidates that can be paid when so much is spent. */
const payable = (candidates: Uint32Array, purse: Purse, spent: number): Uint32Array =>
  candidates.filter((position) => within(purse, spent + purse.costs[position]!))

/** A ranking: by what an item is worth for its cost. */
const ranked = Effect.fnUntraced(function*<R>(frame: Frame.Any, purse: Purse, spent: number, choose: Choose<R>) {
  const candidates = payable(frame.candidates, purse, spent)
  const all = yield* choose({ ...frame, candidates, budget: candidates.length })
  const found = paid(all, byWorth(all, worthOf(all, purse), purse), purse, { places: frame.budget, spent })
  const head = told(found.kept.length, found.spent, purse, "by score per cost", candidates.length)
  return { ...only(all, found.kept), trace: [head, ...all.trace] }
})

/** Any other strategy: its picks in their order, as far as they can be paid, and then it chooses again among what is left. */
const inTurn = Effect.fnUntraced(function*<R>(frame: Frame.Any, purse: Purse, before: number, choose: Choose<R>) {
  let all: Outcome = empty, spent = before
  while (all.positions.length < frame.budget) {
    const candidates = payable(Frame.without(frame.candidates, all.positions), purse, spent)
    if (candidates.length === 0) break
    const budget = Math.min(frame.budget - all.positions.length, candidates.length)
    const key = all.positions.length === 0 ? frame.key : Rng.derive(frame.key, `within-cost ${all.positions.length}`)
    const outcome = yield* choose({
      ...frame,
      candidates,
      picked: Frame.concat(frame.picked, all.positions),
      again: Frame.concat(frame.again ?? empty.positions, all.positions),
      budget,
      key
    })
    const found = paid(outcome, [...outcome.positions.keys()], purse, { places: budget, spent })
    // A strategy that has run out of items chooses none, however often it is asked.
    if (found.kept.length === 0) break
    spent = found.spent
    const own = only(outcome, found.kept)
    all = concat(all, {
      ...own,
      trace: [told(found.kept.length, spent, purse, "in turn", candidates.length), ...own.trace]
    })
  }
  return all
})

/**
 * Runs a strategy so that its picks cost at most what `purse` holds, together with those of the frame that are picked already.
 *
 * Where the strategy is a ranking ({@link isRanking}) items are taken by their score above the lowest one, divided by what they
 * cost, what costs nothing first and by score, ties to the smaller position; what cannot be paid is passed over. Any other strategy chooses among what can be paid;
 * its picks are taken in their order, those that cannot be paid any more are passed over, and it chooses again among the rest,
 * until the budget is full or nothing can be paid. O(N log N) for a ranking; as many runs of the strategy as picks at most.
 */
export const runWithinCost = <R>(
  strategy: Strategy<Column, unknown>,
  frame: Frame.Any,
  purse: Purse,
  choose: Choose<R>
): Effect.Effect<Outcome, SelectionError, R> => {
  const before = frame.picked.reduce((sum, position) => sum + purse.costs[position]!, 0)
  return isRanking(strategy) ? ranked(frame, purse, before, choose) : inTurn(frame, purse, before, choose)
}
