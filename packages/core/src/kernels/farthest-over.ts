/**
 * Greedy k-center over rows wherever they are: the picks of {@link farthestFirst}, in few passes.
 */
import * as Effect from "effect/Effect"
import { nameOf } from "../Carry.ts"
import * as Remarks from "../Remarks.ts"
import type { Tiles } from "../Tiles.ts"
import type { Engine } from "./engine.ts"
import { keepReached, type Reached, reachedBefore } from "./farthest-carried.ts"
import type { FarthestPicks, FarthestRequest } from "./farthest-first.ts"
import { type Field, type Search, searching } from "./farthest-kept.ts"
import { mostCentral } from "./most-central.ts"
import { ofTiles, type Rows } from "./rows.ts"

/** What to spread over: rows of a pool that stays in its file; else as {@link FarthestRequest}. */
export interface FarthestOverRequest extends Omit<FarthestRequest, "matrix"> {
  /** The rows, N × d. */
  readonly tiles: Tiles
}

/** What is asked of the rows. */
export type Asked = Omit<FarthestRequest, "matrix">

const fieldOf = <E>(rows: Rows<E>, { candidates, centers }: Asked, before: Reached | undefined): Field<E> => {
  const open = new Uint8Array(rows.rows), nearest = new Float64Array(rows.rows)
  for (const position of candidates) {
    open[position] = 1
    nearest[position] = before?.squares[position] ?? Infinity
  }
  for (const position of centers) open[position] = nearest[position] = 0
  return { rows, open, nearest }
}

/** What picks are made of: rows by position, and the first of all, where there are no centers. */
export interface Source<out E> {
  /** How many may be picked. */
  readonly available: number
  readonly row: (position: number) => Effect.Effect<Float32Array, E>
  readonly first: Search<E>["take"]
}

/** The first pick of all, where there are no centers. */
const first = Effect.fnUntraced(
  function*<E>(engine: Engine, { nearest, open, rows }: Field<E>, candidates: Uint32Array) {
    const position = yield* mostCentral(engine, rows, candidates)
    open[position] = nearest[position] = 0
    return { position, square: Infinity, row: yield* rows.row(position) }
  }
)

const sourceOf = <E>(engine: Engine, field: Field<E>, candidates: Uint32Array): Source<E> => ({
  available: field.open.reduce((n, one) => n + one, 0),
  row: field.rows.row,
  first: first(engine, field, candidates)
})

/** The picks, for as long as `goOn` says so of their number. */
export const picksOf = Effect.fnUntraced(function*<E>(
  source: Source<E>,
  { budget, centers }: Asked,
  { add, take }: Search<E>,
  goOn: (picks: number) => boolean,
  known: ReadonlySet<number> = new Set()
) {
  const size = Math.max(0, Math.min(budget, source.available))
  const picks = new Uint32Array(size), distances = new Float64Array(size)
  const others = size === 0 ? [] : [...new Set(centers)].filter((center) => !known.has(center))
  for (const center of others) yield* add(yield* source.row(center))
  for (let n = 0; n < size; n++) {
    if (!goOn(n)) return { picks: picks.slice(0, n), distances: distances.slice(0, n) }
    const { position, row, square } = yield* n === 0 && centers.length === 0 ? source.first : take
    picks[n] = position
    distances[n] = Math.sqrt(square)
    if (n + 1 < size) yield* add(row)
  }
  return { picks, distances } satisfies FarthestPicks as FarthestPicks
})

/** Whether so many passes are few enough for the picks that they gave: then it goes on. */
export type Patience = (passes: number, picks: number) => boolean

/** What the first pass found, of everybody who may be picked, when it has looked at all centers. */
const reachedIn = ({ nearest, open }: Field<unknown>, { centers }: Asked): Reached => ({
  centers: Uint32Array.from(new Set(centers)).sort(),
  squares: nearest.map((square, position) => open[position] === 1 ? square : -1)
})

/** How a search goes on: whether it does, and under which name its rows are known to other rounds. */
export interface Going {
  readonly patience?: Patience
  readonly name?: string | undefined
}

/** {@link farthestOver} of any rows; where the patience ends, the picks so far. */
export const farthestOf = Effect.fnUntraced(function*<E>(
  engine: Engine,
  rows: Rows<E>,
  asked: Asked,
  { name, patience = () => true }: Going = {}
) {
  const before = name === undefined ? undefined : yield* reachedBefore(engine, name, rows.rows, asked)
  const field = fieldOf(rows, asked, before), source = sourceOf(engine, field, asked.candidates)
  const keep = name === undefined || asked.centers.length === 0
    ? undefined
    : Effect.suspend(() => keepReached(engine, name, reachedIn(field, asked)))
  const goOn = (picks: number) => patience(rows.passes(), picks), known = new Set(before?.centers)
  return yield* searching(engine, field, (search) => picksOf(source, asked, search, goOn, known), keep)
})

/**
 * The picks and distances of {@link farthestFirst}, to the bit, over rows that stay in their file: a pass keeps the farthest
 * rows, and the next one comes when none of these is surely the farthest of all. A pass a pick at worst; the trace says how
 * many there were (`passes`), but not of rows that others have, who work near them. Fails with `TilesError` where a tile cannot be read.
 */
export const farthestOver = Effect.fnUntraced(function*(engine: Engine, { tiles, ...asked }: FarthestOverRequest) {
  if (tiles.near !== undefined) return yield* tiles.near.spread(asked, tiles.unit)
  const rows = ofTiles(engine, tiles), picks = yield* farthestOf(engine, rows, asked, { name: nameOf(tiles) })
  yield* Remarks.count({ passes: rows.passes() })
  return picks
})
