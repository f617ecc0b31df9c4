/**
 * A greedy covering: again and again the candidate that makes the pool most similar to what is picked, exactly; of similarities no matrix is needed,
 * and bounds are remembered where they have room.
 */
import * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"
import * as Progress from "../Progress.ts"
import * as Sum from "../Sum.ts"
import { breathe, type Engine } from "./engine.ts"
import { type Covered, type Search, searched } from "./herding-search.ts"
import { rowNorms } from "./row-norms.ts"
import { reported } from "./shared.ts"
import { type Similarity, similarityOf } from "./similarity.ts"
import { topK } from "./top-k.ts"

/** What to cover, and with what: positions, rows of a `matrix` (N × d). */
export interface HerdingRequest {
  readonly matrix: Matrix
  /** How similar two rows are, see {@link Similarity}. */
  readonly similarity: Similarity
  /** What it is worth to cover each row, by position, not negative and finite. Default 1 each. */
  readonly weights?: Float64Array | undefined
  /** What covers from the start: labeled or picked before. */
  readonly covered: Uint32Array
  /** Those to pick from, ascending; `covered` ones among them are passed over. */
  readonly candidates: Uint32Array
  /** How many to pick; fewer are picked where the candidates run out. */
  readonly budget: number
}

/** What {@link herding} answers: the picks in their order, and what each added (`gains`). */
export interface HerdingPicks {
  readonly picks: Uint32Array
  readonly gains: Float64Array
  /** The share of all weight that is covered at the end: the weighted mean of the rows' similarities to what covers them. */
  readonly coverage: number
}

/** Elementary steps a row of looking for the largest bound, and of adding up what a candidate adds. */
const LOOK = 4, TERM = 32

/** Candidates whose bounds are renewed at first; then twice as many, until one is settled. */
const FIRST = 1024

/** What is known of the candidates. */
interface State extends Covered {
  /** By position, the most that it may add; NaN where it may not be picked. */
  readonly most: Float64Array
  /** By position, the turn (from 1) in which that was found; 0: in none. */
  readonly since: Uint32Array
  /** By position, the turn in which that was what it adds, exactly; 0: in none. */
  readonly exact: Uint32Array
  /** By row, its weight times how far it is covered, and the same once the candidate at hand covers it too. */
  readonly before: Float64Array
  readonly after: Float64Array
  readonly heaviest: number
  readonly of: (square: number) => number
}

const largest = (numbers: Float64Array): number => {
  let most = 0
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > most) most = numbers[i]!
  return most
}

/** What a candidate adds, given its squared distances to all. */
const gainOf = ({ after, before, covered, heaviest, of, weights }: State, squares: Float64Array): number => {
  for (let i = 0; i < squares.length; i++) {
    after[i] = squares[i] === Infinity ? before[i]! : weights[i]! * Math.max(of(squares[i]!), covered[i]!)
  }
  return Sum.rise(before, after, heaviest)
}

/** Lets an item cover what it is similar to. */
const cover = Effect.fnUntraced(function*({ before, covered, of, weights }: State, search: Search, position: number) {
  const squares = yield* search.squares(position)
  const changed: Array<number> = []
  for (let i = 0; i < squares.length; i++) {
    if (squares[i] === Infinity) continue
    const similarity = of(squares[i]!)
    if (similarity > covered[i]!) {
      covered[i] = similarity
      before[i] = weights[i]! * similarity
      changed.push(i)
    }
  }
  yield* breathe("typescript", TERM * squares.length)
  yield* search.changed(changed)
})

/** Renews the bounds of those that look best. */
const renew = Effect.fnUntraced(function*({ most, since }: State, search: Search, order: Uint32Array, turn: number) {
  const stale = order.filter((position) => since[position]! < turn)
  const bounds = yield* search.bounds!(stale)
  stale.forEach((position, i) => {
    most[position] = Math.min(most[position]!, bounds[i]!)
    since[position] = turn
  })
})

/** Finds exactly what a candidate adds. */
const settle = Effect.fnUntraced(function*(state: State, search: Search, position: number, turn: number) {
  const squares = yield* search.squares(position)
  yield* breathe("typescript", TERM * squares.length)
  state.most[position] = gainOf(state, squares)
  state.since[position] = turn
  state.exact[position] = turn
})

/**
 * The candidate that adds most, ties to the smaller position; undefined where none is left. What a candidate adds never rises
 * as others are picked, to the last digit: what was found before is a bound, and one that is exactly known and has no
 * larger bound beside it is the one.
 */
const best = Effect.fnUntraced(function*(state: State, search: Search, turn: number) {
  const { exact, most, since } = state
  let count = turn === 1 ? most.length : FIRST
  for (;;) {
    yield* breathe("typescript", LOOK * most.length)
    const order = topK(most, count), first = order[0]
    if (first === undefined || exact[first] === turn || most[first] === 0) return first
    if (search.bounds === undefined || since[first] === turn) {
      yield* settle(state, search, first, turn)
    } else {
      yield* renew(state, search, order, turn)
      count = Math.min(most.length, 2 * count)
    }
  }
})

/** Rows without a direction have no cosine: nothing covers them, and they cover nothing. */
const directionless = Effect.fnUntraced(function*(engine: Engine, { matrix, similarity }: HerdingRequest) {
  if (similarity.kernel !== "cosine") return new Set<number>()
  const norms = yield* rowNorms(engine, matrix)
  const found = new Set<number>()
  norms.forEach((norm, position) => norm === 0 && found.add(position))
  return found
})

const begin = ({ candidates, covered, matrix: { rows }, similarity, weights }: HerdingRequest, zero: Set<number>) => {
  const worth = weights === undefined ? new Float64Array(rows).fill(1) : weights.slice()
  for (const position of zero) worth[position] = 0
  // Divided by a power of two, exactly, they are at most 2.
  const unit = 2 ** Math.max(-1022, Math.floor(Math.log2(largest(worth) || 1)))
  const scaled = worth.map((weight) => weight / unit), most = new Float64Array(rows).fill(Number.NaN)
  for (const position of candidates) most[position] = zero.has(position) ? 0 : Infinity
  for (const position of covered) most[position] = Number.NaN
  const state: State = {
    similarity,
    covered: new Float64Array(rows),
    weights: scaled,
    most,
    since: new Uint32Array(rows),
    exact: new Uint32Array(rows),
    before: new Float64Array(rows),
    after: new Float64Array(rows),
    heaviest: largest(scaled),
    of: similarityOf(similarity)
  }
  return { state, unit }
}

/** The share of all weight that is covered; 1 where there is none. */
const coverageOf = ({ before, weights }: State): number => {
  const all = Sum.total(weights)
  return all === 0 ? 1 : Math.min(1, Sum.total(before) / all)
}

const pick = Effect.fnUntraced(
  function*(request: HerdingRequest, state: State, search: Search, zero: Set<number>) {
    const progress = yield* Progress.Progress
    const left = state.most.reduce((count, bound) => Number.isNaN(bound) ? count : count + 1, 0)
    const size = Math.min(request.budget, left)
    const picks = new Uint32Array(size), gains = new Float64Array(size)
    yield* search.changed()
    for (const position of new Set(request.covered)) if (!zero.has(position)) yield* cover(state, search, position)
    for (let done = 0; done < size; done++) {
      const position = (yield* best(state, search, done + 1))!
      picks[done] = position
      gains[done] = state.most[position]!
      if (!zero.has(position)) yield* cover(state, search, position)
      state.most[position] = Number.NaN
      yield* reported(progress.report({ step: "herding", done: done + 1, total: size }))
    }
    return { picks, gains }
  }
)

/**
 * Picks the candidate that adds most to the covering of the pool, lets it cover, and so on: the gain of x is Σ w_i max(0, k(x, i) − m_i) over
 * all rows i, where m_i is the largest similarity k of row i to what covers already, 0 where nothing does.
 *
 * Exact: gains are those of float64 distances, added up without regard to their order, so that two items that cover each other, and
 * nothing else, tie; ties go to the smaller position, also where nothing is gained. Under the cosine kernel rows are expected at unit length; rows of zeros cover nothing and are not
 * covered. Lazy: a gain never rises, so that most candidates are not looked at again. O(N² d) time for the first pick at
 * worst, O(N d) memory for the rows and their sketches, and two bytes for each row and candidate that is remembered, as many as have room in the engine's
 * `gathered` bytes (256 MiB): their distances need not be found again.
 */
export const herding = Effect.fnUntraced(function*(engine: Engine, request: HerdingRequest) {
  const zero = yield* directionless(engine, request)
  const { state, unit } = begin(request, zero)
  const found = yield* searched(engine, request.matrix, state, (search) => pick(request, state, search, zero))
  const answer: HerdingPicks = {
    picks: found.picks,
    gains: found.gains.map((gain) => gain * unit),
    coverage: coverageOf(state)
  }
  return answer
})
