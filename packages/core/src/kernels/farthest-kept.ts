/**
 * Greedy k-center in few passes over the rows: a pass keeps those that are farthest from all centers, and picks go on among
 * them for as long as the farthest is farther than any row left out. Distances only fall, so no pick differs from those of
 * looking at all rows every time. Tested in farthest-over.test.ts.
 */
import * as Effect from "effect/Effect"
import { epsilonOf } from "../kmeans/problem.ts"
import { breathe, type Engine } from "./engine.ts"
import { type Kept, make as makeKept } from "./kept.ts"
import { nearestCenters, padded, SPARE, WORK } from "./nearest-centers.ts"
import { sumSquares } from "./row-norms.ts"
import type { Rows } from "./rows.ts"
import * as Slab from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** What is searched: the rows, which of them may be picked, and the squared distance of each to the nearest center so far. */
export interface Field<out E> {
  readonly rows: Rows<E>
  /** A byte a row: 1 where it may still be picked. */
  readonly open: Uint8Array
  /** 0 for rows that nobody asks about. */
  readonly nearest: Float64Array
}

/** Bytes that centers take, and the scratch memory of the threads. */
const centerBytes = ({ threads }: Engine, cols: number, count: number): number =>
  4 * padded(cols) * (count + SPARE) + 8 * count + WORK * threads + 48

/** Lowers the distances of `items` rows at `x` by centers; `at` has room for {@link centerBytes}. */
const lower = (
  engine: Engine,
  slab: Slab.Slab,
  x: number,
  { cols, items }: { readonly cols: number; readonly items: number },
  centers: ReadonlyArray<Float32Array>,
  nearest: number,
  at: number
): Effect.Effect<void> =>
  Effect.suspend(() => {
    const stride = padded(cols), length = stride * (centers.length + SPARE), norms = at + 8 * Math.ceil(length / 2)
    const panel = Slab.f32(slab, at, length).fill(0), squares = Slab.f64(slab, norms, centers.length)
    centers.forEach((row, c) => {
      panel.set(row, c * stride)
      squares[c] = sumSquares(row, 0, cols)
    })
    const work = { at: norms + 8 * centers.length, bytes: WORK }
    return engine.over(slab, nearestCenters, { items, cost: cols * (1 + centers.length) }, [
      ...[x, cols, at, norms, centers.length] as const,
      ...[2 * epsilonOf(cols), nearest, work] as const
    ])
  })

/** Whether a part of the rows holds one that may be picked. */
const anyOpen = (open: Uint8Array) => (from: number, to: number): boolean => open.subarray(from, to).includes(1)

/** How many rows are kept: as many as the settings have room for, at least two. */
export const capacityOf = ({ settings }: Engine, { cols, rows }: Pick<Rows<unknown>, "cols" | "rows">): number =>
  Math.max(2, Math.min(rows, 2 ** 16, Math.floor(settings.kept / (4 * cols + 8))))

/** Bytes of rows for which the settings have room as it is: of more, up to four times as much, fewer passes are worth more. */
const USUAL = 2 ** 29

/** {@link capacityOf} where rows are passed over here, and do not travel. */
const capacityHere = (engine: Engine, rows: Pick<Rows<unknown>, "cols" | "rows">): number => {
  const { settings } = engine, more = Math.max(1, Math.min(4, 4 * rows.rows * rows.cols / USUAL))
  return capacityOf({ ...engine, settings: { ...settings, kept: more * settings.kept } }, rows)
}

/** Answers "who is farthest?" while centers are added one by one. */
export interface Search<out E> {
  /** Makes rows centers. */
  readonly add: (row: Float32Array) => Effect.Effect<void>
  /** The farthest of the rows that may be picked, ties to the smaller position; it may not be picked again. */
  readonly take: Effect.Effect<{ readonly position: number; readonly square: number; readonly row: Float32Array }, E>
}

/** One pass: lowers the distances of the rows by some centers, and offers the rows to be kept. */
export const sweep = <E>(
  engine: Engine,
  { nearest, open, rows }: Field<E>,
  kept: Kept,
  centers: ReadonlyArray<Float32Array>
): Effect.Effect<void, E> => {
  const { cols } = rows
  return rows.each(8, anyOpen(open), ({ at, from, slab, to }) => {
    const items = to - from, room = 8 * items + centerBytes(engine, cols, centers.length)
    return Workspace.scratch(
      slab,
      room,
      Effect.fnUntraced(function*(near) {
        Slab.f64(slab, near, items).set(nearest.subarray(from, to))
        yield* lower(engine, slab, at, { cols, items }, centers, near, near + 8 * items)
        nearest.set(Slab.f64(slab, near, items), from)
        yield* breathe("typescript", 4 * items)
        kept.offer({ from, to, data: Slab.f32(slab, at, items * cols) }, nearest, open)
      })
    )
  })
}

/** How a search looks at all rows, and what is told of each one that it takes. */
export interface Looking<out E> {
  readonly cols: number
  /** Rows that may be kept. */
  readonly capacity: number
  /** A pass: keeps the farthest rows when these centers are added, which no pass knows yet. */
  readonly whole: (kept: Kept, centers: ReadonlyArray<Float32Array>) => Effect.Effect<void, E>
  readonly taken: (position: number) => void
}

/** Lends a search to `use`. There is at least one center before the first question. */
export const searchingBy = <A, E, E2>(
  engine: Engine,
  { capacity, cols, taken, whole }: Looking<E>,
  use: (search: Search<E>) => Effect.Effect<A, E2>
): Effect.Effect<A, E2> => {
  const bytes = capacity * (4 * cols + 8) + centerBytes(engine, cols, 1) + 64
  return Workspace.borrowed(engine.variant, bytes, (slab, alloc) =>
    Effect.suspend(() => {
      const kept = makeKept(slab, alloc, { capacity, cols }), one = alloc(centerBytes(engine, cols, 1))
      let pending: Array<Float32Array> = []
      const pass = Effect.suspend(() => {
        kept.clear()
        const centers = pending
        pending = []
        return whole(kept, centers)
      })
      return use({
        add: (row) =>
          Effect.suspend(() => {
            pending.push(row)
            return kept.size() === 0
              ? Effect.void
              : lower(engine, slab, kept.at, { cols, items: kept.size() }, [row], kept.nearest, one)
          }),
        take: Effect.gen(function*() {
          yield* breathe("typescript", 2 * kept.size())
          if (kept.farthest() === undefined) yield* pass
          const found = kept.take(kept.farthest()!)
          taken(found.position)
          return found
        })
      })
    }))
}

/** Lends a search of a field to `use`; `first` runs after the first pass. There is at least one center before the first question. */
export const searching = <A, E, E2>(
  engine: Engine,
  field: Field<E>,
  use: (search: Search<E>) => Effect.Effect<A, E2>,
  first: Effect.Effect<void> = Effect.void
): Effect.Effect<A, E2> => {
  const { nearest, open, rows } = field
  const taken = (position: number): void => {
    open[position] = nearest[position] = 0
  }
  let then = first
  const whole: Looking<E>["whole"] = (kept, centers) =>
    Effect.andThen(
      sweep(engine, field, kept, centers),
      Effect.suspend(() => {
        const now = then
        then = Effect.void
        return now
      })
    )
  return searchingBy(engine, { cols: rows.cols, capacity: capacityHere(engine, rows), taken, whole }, use)
}
