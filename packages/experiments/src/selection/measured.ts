/**
 * How fast this machine reads the pool and measures distances, from a moment of both. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Neighbors from "@marginalia/core/Neighbors"
import type { TilesError } from "@marginalia/core/Tiles"
import { sampled } from "@marginalia/datasets/files/decoded-tiles"
import { FileProblem } from "@marginalia/datasets/files/errors"
import { type OpenedTiles, rawOf, readRows, tilesOf } from "@marginalia/datasets/files/npy-tiles"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import type { Cost } from "./pass-cost.ts"

/** Seconds of the first pass over all rows, of each pass after it, of a row that is read at its place, of a pick between two passes, and of seeking all neighbors. */
export interface Speed {
  readonly scan: number
  readonly pass: number
  readonly row: number
  readonly pick: number
  readonly neighbors: number
}

/** Tiles of a pass that is measured. */
const TILES = 4
/** Picks that are measured, beside the first. */
const PICKS = 8
/** How often each is measured after it was done once: the first time nothing is warm. The least counts. */
const TIMES = 3

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const start = yield* Clock.currentTimeNanos
    yield* effect
    return Number((yield* Clock.currentTimeNanos) - start) / 1e9
  })

const least = Effect.fnUntraced(function*<A, E, R>(effect: Effect.Effect<A, E, R>) {
  yield* effect
  let seconds = Infinity
  for (let time = 0; time < TIMES; time++) seconds = Math.min(seconds, yield* timed(effect))
  return seconds
})

/** Of one tile: reading it, and hashing what was read. */
const scanning = Effect.fnUntraced(function*(files: OpenedTiles) {
  const { cols, rows, tile } = files, into = new Float32Array(Math.min(rows, tile) * cols), raw = rawOf(files)
  const reading = yield* least(readRows(files, raw, 0, into))
  const bytes = raw.length > 0 ? raw : new Uint8Array(into.buffer)
  const hashing = yield* least(Effect.sync(() => createHash("sha256").update(bytes).digest()))
  return { reading, hashing }
})

/** Of some tiles: a search for the first pick, and what each further one takes. */
const searching = Effect.fnUntraced(function*(files: OpenedTiles) {
  const some = Math.min(files.rows, TILES * files.tile), tiles = { ...tilesOf(files, 0), rows: some }
  const candidates = Uint32Array.from({ length: some }, (_, i) => i)
  const search = (budget: number) =>
    least(Neighbors.farthestOver({ tiles, candidates, centers: Uint32Array.of(0), budget })).pipe(
      Effect.mapError(changed(files.path))
    )
  const one = yield* search(1)
  return { some, one, pick: Math.max(0, ((yield* search(1 + PICKS)) - one) / PICKS) }
})

const changed = (path: string) => ({ cause, problem }: TilesError) =>
  new FileProblem({ path, problem, hint: "try again when it is written", reason: "Changed", cause })

/** Rows that are read at their places. */
const DRAWN = 512

/** Of one row among others at places that are evenly spread. */
const drawing = Effect.fnUntraced(function*(files: OpenedTiles) {
  const { cols, path, rows } = files, some = Math.min(rows, DRAWN), tiles = tilesOf(files, 0)
  const places = Uint32Array.from({ length: some }, (_, i) => Math.floor(i * rows / some))
  const reading = tiles.some!(places, new Float32Array(some * cols))
  return (yield* least(Effect.mapError(reading, changed(path)))) / some
})

/** Rows among which neighbors are sought, and how many for each. */
const ROWS = 2048, NEIGHBORS = 20

/** Of the first rows as one cluster: seeking the neighbors of all. */
const nearing = Effect.fnUntraced(function*(files: OpenedTiles) {
  const { cols, rows, tile } = files, some = Math.min(rows, tile, ROWS), data = new Float32Array(some * cols)
  yield* readRows(files, rawOf(files), 0, data)
  const members = Uint32Array.from({ length: some }, (_, i) => i), group = new Int32Array(some)
  const request = {
    matrix: { data, rows: some, cols },
    members,
    group,
    neighbors: (size: number) => Math.min(NEIGHBORS, size - 1)
  }
  const seconds = yield* least(Neighbors.inParts(Neighbors.exact, request, () => Effect.void)).pipe(
    Effect.orElseSucceed(() => 0)
  )
  return { some, seconds }
})

/** Reads the first tiles, and picks among their rows where the strategy does so. Hashing goes on beside reading. */
export const measured = Effect.fn("measured")(
  function*(opened: OpenedTiles, { clusters, drawn, neighbors: times, picks, reference }: Cost) {
    const files = sampled(opened), { rows, tile } = files, tiles = rows / Math.min(rows, tile)
    const { hashing, reading } = yield* scanning(files)
    const near = times === 0 ? { some: 1, seconds: 0 } : yield* nearing(files)
    // Within clusters of about one size, each pair once; against a sample of each, all.
    const others = Math.min(rows / Math.max(1, clusters), 2 * reference)
    const neighbors = times * near.seconds * rows * others / near.some ** 2
    const scan = opened.decoding?.seconds ?? tiles * Math.max(reading, hashing)
    const row = drawn[1] === 0 ? 0 : yield* drawing(files)
    if (picks + clusters === 0) return { scan, pass: tiles * reading, row, pick: 0, neighbors } satisfies Speed as Speed
    const { one, pick, some } = yield* searching(files)
    return { scan, pass: one * rows / some, row, pick, neighbors } satisfies Speed as Speed
  }
)
