/**
 * How fast this machine reads the pool and measures distances, from a moment of both. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Kernels from "@marginalia/core/Kernels"
import * as Neighbors from "@marginalia/core/Neighbors"
import { FileProblem } from "@marginalia/datasets/files/errors"
import { type OpenedTiles, rawOf, readRows, tilesOf } from "@marginalia/datasets/files/npy-tiles"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Cost } from "./memory-cost.ts"

/** Seconds of a pass over all rows, and of the distances of all rows to one. */
export interface Speed {
  readonly pass: number
  readonly pick: number
}

/** Tiles that are read for the measurement. */
const TILES = 4
/** Picks that are measured. */
const PICKS = 8

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const start = yield* Clock.currentTimeNanos
    yield* effect
    return Number((yield* Clock.currentTimeNanos) - start) / 1e9
  })

/** Reads the first tiles, and picks among the first one's rows where the strategy does so. */
export const measured = Effect.fn("measured")(function*(files: OpenedTiles, { picks }: Cost) {
  const { cols, rows, tile } = files, raw = rawOf(files)
  const into = new Float32Array(Math.min(rows, tile) * cols), seen = Math.min(rows, TILES * tile)
  const reading = yield* timed(Effect.gen(function*() {
    for (let from = 0; from < seen; from += tile) {
      yield* readRows(files, raw, from, into.subarray(0, (Math.min(seen, from + tile) - from) * cols))
    }
  }))
  const pass = reading * rows / seen
  if (picks === 0) return { pass, pick: 0 } satisfies Speed
  const some = Math.min(rows, tile), tiles = { ...tilesOf(files, 0), rows: some }
  const candidates = Uint32Array.from({ length: some }, (_, i) => i)
  const request = { tiles, candidates, centers: Uint32Array.of(0), budget: PICKS }
  const searching = yield* timed(Neighbors.farthestOver(request)).pipe(
    Effect.provide(Kernels.layer()),
    Effect.mapError(({ cause, problem }) =>
      new FileProblem({ path: files.path, problem, hint: "try again when it is written", reason: "Changed", cause })
    )
  )
  return { pass, pick: searching / PICKS * rows / some } satisfies Speed
})
