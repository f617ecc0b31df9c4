/**
 * Rows that stay in their file: a matrix of which a tile at a time is in memory.
 */
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { derived, named, nameOf } from "./Carry.ts"
import type { Clustering, ClusterRequest } from "./kmeans/request.ts"

/** A tile could not be read: `problem` says why, and `cause` is the reader's error. */
export class TilesError extends Data.TaggedError("TilesError")<{
  readonly problem: string
  readonly cause: unknown
}> {
  readonly exitCode = 2
  override get message(): string {
    return this.problem
  }
}

/**
 * Work that others do near rows which they have, so that these need not be sent: the answers are those of whoever reads all rows,
 * to the bit. `unit` is {@link Tiles.unit}. Positions are ascending. Each fails with {@link TilesError} where a row cannot be had.
 */
export interface Near {
  /** See `Clusterer.askOver`. */
  readonly cluster: (
    request: Omit<ClusterRequest, "matrix" | "rows" | "weights" | "initial">,
    unit: boolean
  ) => Effect.Effect<Clustering, TilesError>
  /** See `Neighbors.farthestOver`. */
  readonly spread: (
    request: { readonly candidates: Uint32Array; readonly centers: Uint32Array; readonly budget: number },
    unit: boolean
  ) => Effect.Effect<{ readonly picks: Uint32Array; readonly distances: Float64Array }, TilesError>
  /** Writes the rows at some positions into `into`, one after the other. */
  readonly gather: (positions: Uint32Array, unit: boolean, into: Float32Array) => Effect.Effect<void, TilesError>
}

/**
 * A table of numbers in single precision, `rows` × `cols`, whose numbers are read when they are needed and not kept. It has no
 * `data`, so that a part which takes the whole matrix does not compile over it.
 *
 * The rows are the same at every reading for as long as a query over them lives: parts read them more than once, and what they find must
 * fit together. Of other rows there are other tiles, and another query.
 */
export interface Tiles {
  /** The number of rows. */
  readonly rows: number
  /** The numbers of a row. */
  readonly cols: number
  /** How many rows are read at a time, a multiple of 256 unless there are fewer. No result depends on it. */
  readonly tile: number
  /**
   * Writes the rows from `from` on (0 is the first) into `into`, which holds a whole number of rows. Queries make as many calls at a time as
   * `together` says, however many run over it together. Fails with {@link TilesError} where the file cannot be read or is no longer what it was.
   */
  readonly read: (from: number, into: Float32Array) => Effect.Effect<void, TilesError>
  /**
   * Writes the rows at some ascending positions into `into`, one after the other: what `read` gives, where that is quicker for few rows that lie
   * apart. It waits for its turn with `read`, and fails as it does. Default: none, and they are read one by one.
   */
  readonly some?: ((positions: Uint32Array, into: Float32Array) => Effect.Effect<void, TilesError>) | undefined
  /** How many calls of `read` and `some` may be under way at a time: two, and who passes over all rows waits less for them. Default: 1. */
  readonly together?: number | undefined
  /** The length of the longest row as it stands in its file, about; what needs its size then need not look for it. Default: not known. */
  readonly longest?: number | undefined
  /** Whether parts see the rows scaled to unit length; zero rows stay zero. */
  readonly unit: boolean
  /** The number of rows that are zero in all columns. */
  readonly zeroRows: number
  /** Work near the rows, where others have them. Default: none, and whoever works reads them. */
  readonly near?: Near | undefined
}

/** The same rows, scaled to unit length wherever they are read. */
export const normalized = (self: Tiles): Tiles => derived({ ...self, unit: true }, self, "unit rows")

/** Rows that lie one after the other in a file, in single precision and this machine's order of bytes. */
export interface Piece {
  /** The file's descriptor, open for as long as the tiles are read. */
  readonly file: number
  /** The byte at which the first row begins. */
  readonly start: number
  readonly rows: number
  /** Is told of bytes that were read there. Fails with {@link TilesError} where the file is no longer what it was. */
  readonly read: (bytes: number) => Effect.Effect<void, TilesError>
}

/** By reader: other tiles with the same reader have the same rows at the same positions. */
const lying = new WeakMap<Tiles["read"], ReadonlyArray<Piece>>()

/**
 * Says that what `self` reads lies in files as it is, so that threads which work on rows may read them by themselves. No result depends on it. The `pieces`
 * hold all rows, in their order.
 */
export const inFiles = (self: Tiles, pieces: ReadonlyArray<Piece>): Tiles => {
  lying.set(self.read, pieces)
  return self
}

/** Where the rows lie in files as they are; undefined where nobody said so of their reader. */
export const piecesOf = ({ read }: Pick<Tiles, "read">): ReadonlyArray<Piece> | undefined => lying.get(read)

/** By reader, whose turn it is. */
const turns = new WeakMap<Tiles["read"], Semaphore.Semaphore>()

/**
 * The same rows for one query: reads of all who read by the same reader take turns, as many at a time as it says. What is remembered of rows
 * by their reader is forgotten with it.
 */
export const forQuery = (self: Tiles): Tiles => {
  const turn = turns.get(self.read) ?? Semaphore.makeUnsafe(self.together ?? 1)
  turns.set(self.read, turn)
  const { read, some } = self, name = nameOf(self)
  const own: Tiles = {
    ...self,
    read: (from, into) => turn.withPermits(1)(read(from, into)),
    some: some && ((positions, into) => turn.withPermits(1)(some(positions, into)))
  }
  const pieces = piecesOf(self)
  if (pieces !== undefined) inFiles(own, pieces)
  return name === undefined ? own : named(own, name)
}

/** The columns of a pool that stay in their files. */
export interface Tiled {
  /** The items' vectors. */
  readonly embedding?: Tiles
}
