/**
 * A look ahead of greedy k-means++: by coarse sketches, a quarter of the rows' size, which rows a candidate may be nearer to than the centers that are
 * there. The others need not be read: the candidate changes nothing for them, to the bit. Tested in ahead.test.ts.
 */
import * as Effect from "effect/Effect"
import { OutOfMemory } from "../Errors.ts"
import { bytesFor, coarsenedList, helps, type Listed } from "../kernels/coarse.ts"
import type { Scratch } from "../kernels/kernel.ts"
import * as Slab from "../kernels/slab.ts"
import { sampled } from "./frame.ts"
import { epsilonOfSquares, type Problem } from "./problem.ts"

/** See the module: sketches of all rows, room for those of the candidates, and a byte a row. */
export interface Ahead {
  readonly rows: Listed
  readonly lanes: number
  readonly panel: number
  readonly numbers: number
  readonly params: number
  readonly open: number
  readonly signs: Scratch
  /** Whether it has said so little that it is not asked any more. */
  readonly spent: { is: boolean }
}

/** As in the assembly: seven numbers, three in double precision. */
const PARAMS = 56

/** How many candidates are compared, as in the assembly: by six, and by four. */
const lanesOf = (count: number): number => {
  let lanes = 0
  for (let left = count; left > 0;) {
    const width = left === 5 || left === 6 || left > 8 ? 6 : 4
    lanes += width
    left -= width
  }
  return lanes
}

/** Bytes of sketches with signs. */
const signsOf = (step: number, lanes: number): number => lanes * (step + 16 * Math.ceil(step / 512))

/** Of more numbers a few centers take as long as the sketches, too. */
const MOST = 2 ** 22

/** Whether sketches of the rows are worth their making, for so many centers to come. */
const isWorth = ({ cols, engine, fused, held, n }: Problem<unknown>, centers: number): boolean =>
  !fused && held === undefined && centers * Math.min(n * cols, MOST) >= engine.settings.ahead && helps(engine, cols)

/** The mean of a few evenly spaced rows. */
const middleOf = Effect.fnUntraced(function*<E>({ cols, n, row }: Problem<E>) {
  const mean = new Float64Array(cols), places = sampled(n)
  for (const place of places) {
    const one = yield* row(place)
    for (let j = 0; j < cols; j++) mean[j]! += one[j]! / places.length
  }
  return mean
})

/** Whether a slab has room for so many bytes more. */
const hasRoom = (slab: Slab.Slab, bytes: number): boolean => {
  try {
    slab.free(slab.alloc(bytes))
    return true
  } catch (error) {
    if (error instanceof OutOfMemory) return false
    throw error
  }
}

/** Bytes that {@link make} takes for `n` rows and `count` candidates, on so many threads. */
const bytesOf = (n: number, cols: number, count: number, threads: number): number =>
  bytesFor(n, cols) + n + (count + 4) * (threads + 1) * (2 * cols + 128) + 4096

/**
 * Sketches for a problem whose rows are in memory, for `count` candidates of each of so many centers; undefined: they would not pay, or have
 * no room.
 */
export const make = Effect.fnUntraced(function*<E>(
  problem: Problem<E>,
  count: number,
  centers: number,
  alloc: (bytes: number) => number
) {
  const { cols, each, engine, n, slab } = problem, { threads } = engine, lanes = lanesOf(count)
  const bytes = bytesOf(n, cols, count, threads), { spare = bytes } = problem
  if (!isWorth(problem, centers) || bytes > spare || !hasRoom(slab, bytes)) return undefined
  const middle = yield* middleOf(problem), made: Array<Ahead> = []
  yield* each(({ at, rows }) =>
    Effect.flatMap(at, (x) =>
      Effect.map(coarsenedList(engine, slab, { cols, n, rows, x }, middle, alloc), (rows) => {
        const signs = signsOf(rows.step, lanes)
        made.push({
          rows,
          lanes,
          panel: alloc(lanes * rows.step),
          numbers: alloc(20 * lanes),
          params: alloc(PARAMS),
          open: alloc(n),
          signs: { at: alloc(signs * threads), bytes: signs },
          spent: { is: false }
        })
      }))
  )
  return made[0]
})

/** Copies the sketches of the candidates, by place, next to each other. Lanes that are left say that they are far. */
const place = (slab: Slab.Slab, { lanes, numbers, panel, rows }: Ahead, chosen: ReadonlyArray<number>): void => {
  const { capacity, q, stats, step } = rows, own = Slab.f32(slab, numbers, 5 * lanes).fill(0)
  own.fill(1e38, lanes, 2 * lanes)
  const to = Slab.u32(slab, panel, lanes * step / 4).fill(0)
  for (const [lane, i] of chosen.entries()) {
    const from = Slab.u32(slab, q + (i - i % 4) * step, step)
    for (let at = 0; at < step; at += 16) {
      to.set(from.subarray(at + 4 * (i % 4), at + 4 * (i % 4) + 4), (lane * step + at) / 4)
    }
    for (let kind = 0; kind < 5; kind++) {
      own[kind * lanes + lane] = Slab.f32(slab, stats + 4 * kind * capacity, capacity)[i]!
    }
  }
}

/** Of the rows so large a part may be open: with more there is no gain. */
const OPEN = 0.75

/** Rounds between two counts of the rows that are open. */
const COUNTED = 16

/** A round: center number `number`, one of the rows `chosen`, by place. */
interface Round {
  readonly number: number
  readonly chosen: ReadonlyArray<number>
}

/**
 * Makes sketches ready for a round's candidates: the address of what the kernel is told, or 0 where it looks at no sketch. To so many candidates
 * as there are centers, or more, most rows are open.
 */
export const ready = (
  { cols, n, slab, squares }: Problem<unknown>,
  ahead: Ahead | undefined,
  { chosen, number }: Round
): number => {
  if (ahead === undefined || ahead.spent.is || number < chosen.length) return 0
  const { lanes, numbers, panel, params, rows } = ahead, { capacity, q, stats, step, unit } = rows
  place(slab, ahead, chosen)
  const all = Slab.f64(slab, squares, n), longest = chosen.reduce((most, i) => Math.max(most, all[i]!), 0)
  Slab.u32(slab, params, 7).set([q, step, stats, capacity, panel, numbers, lanes])
  Slab.f64(slab, params + 32, 3).set([epsilonOfSquares(cols), longest, unit * unit / 2])
  return params
}

/** Sees from time to time whether sketches still help, when a round was done in which they were looked at. */
export const judge = ({ n, slab }: Problem<unknown>, { open, spent }: Ahead, { chosen, number }: Round): void => {
  if (number % COUNTED !== 0 || number <= 4 * chosen.length) return
  const flags = Slab.u8(slab, open, n)
  let all = 0
  for (let i = 0; i < n; i++) all += flags[i]!
  spent.is = all > OPEN * n
}
