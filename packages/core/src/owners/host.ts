/**
 * Answers questions about some rows: what an owner does.
 */
import * as Effect from "effect/Effect"
import type { Engine } from "../kernels/engine.ts"
import { within } from "../kernels/reading.ts"
import { inFiles, normalized, piecesOf, type Tiles, type TilesError } from "../Tiles.ts"
import { farthestHost } from "./host-farthest.ts"
import { kmeansHost } from "./host-kmeans.ts"
import type { Owner, Talk } from "./owner.ts"
import type { Answer, Question, Tag } from "./question.ts"

type Handlers = { readonly [T in Tag]: (question: Question<T>) => Effect.Effect<Answer<T>, TilesError> }

/**
 * A conversation about `tiles`, which have one row at least, in which `engine` (the kernels of a machine) works. Memory is taken when
 * something is asked that needs it: 32 bytes a row for k-means, with 8 for each candidate of a center and 4 for each group of bounds.
 */
export const hosted = (engine: Engine, tiles: Tiles): Talk => {
  let clusters: ReturnType<typeof kmeansHost> | undefined, farthest: ReturnType<typeof farthestHost> | undefined
  const byClusters = () => clusters ??= kmeansHost(engine, tiles)
  const byDistance = () => farthest ??= farthestHost(engine, tiles)
  const handlers: Handlers = {
    Rows: (question) => byClusters().Rows(question),
    Exact: (question) => byClusters().Exact(question),
    Squares: (question) => byClusters().Squares(question),
    Begin: (question) => byClusters().Begin(question),
    Candidates: (question) => byClusters().Candidates(question),
    Take: (question) => byClusters().Take(question),
    Masses: (question) => byClusters().Masses(question),
    Means: (question) => byClusters().Means(question),
    Sums: (question) => byClusters().Sums(question),
    Assign: (question) => byClusters().Assign(question),
    Measure: (question) => byClusters().Measure(question),
    Farthest: (question) => byClusters().Farthest(question),
    Give: (question) => byClusters().Give(question),
    Inertia: (question) => byClusters().Inertia(question),
    Assignment: () => byClusters().Assignment(),
    Field: (question) => byDistance().Field(question),
    ColumnSums: (question) => byDistance().ColumnSums(question),
    Central: (question) => byDistance().Central(question),
    Lower: (question) => byDistance().Lower(question)
  }
  return (question) => handlers[question._tag](question)
}

/** Rows `from … to − 1` of tiles, as tiles of their own. */
export const part = (tiles: Tiles, from: number, to: number): Tiles => {
  const own: Tiles = {
    ...tiles,
    rows: to - from,
    some: undefined,
    longest: undefined,
    read: (first, into) => tiles.read(from + first, into)
  }
  const pieces = piecesOf(tiles)
  return pieces === undefined ? own : inFiles(own, within(pieces, from, to, 4 * tiles.cols))
}

/** The owner of rows `from … to − 1` that this process can read itself; `from` is a multiple of 256. */
export const localOwner = (engine: Engine, tiles: Tiles, from: number, to: number): Owner => ({
  from,
  rows: to - from,
  talk: (unit) =>
    Effect.sync(() => {
      const own = part(tiles, from, to)
      return hosted(engine, unit ? normalized(own) : own)
    })
})
