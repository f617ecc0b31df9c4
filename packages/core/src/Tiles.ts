/**
 * Rows that stay in their file: a matrix of which a tile at a time is in memory.
 */
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"

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
 * A table of numbers in single precision, `rows` × `cols`, whose numbers are read when they are needed and not kept. It has no
 * `data`, so that a part which takes the whole matrix does not compile over it.
 *
 * The rows are the same at every reading: parts read them more than once, and what they find must fit together.
 */
export interface Tiles {
  /** The number of rows. */
  readonly rows: number
  /** The numbers of a row. */
  readonly cols: number
  /** How many rows are read at a time, a multiple of 256 unless there are fewer. No result depends on it. */
  readonly tile: number
  /**
   * Writes the rows from `from` on (0 is the first) into `into`, which holds a whole number of rows. One call at a time. Fails
   * with {@link TilesError} where the file cannot be read or is no longer what it was.
   */
  readonly read: (from: number, into: Float32Array) => Effect.Effect<void, TilesError>
  /** Whether parts see the rows scaled to unit length; zero rows stay zero. */
  readonly unit: boolean
  /** The number of rows that are zero in all columns. */
  readonly zeroRows: number
}

/** The same rows, scaled to unit length wherever they are read. */
export const normalized = (self: Tiles): Tiles => ({ ...self, unit: true })

/** The columns of a pool that stay in their files. */
export interface Tiled {
  /** The items' vectors. */
  readonly embedding?: Tiles
}
