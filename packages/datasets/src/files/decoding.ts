/**
 * How a pool's files are decoded: what is known once they are open. Tested in decoded-tiles.test.ts.
 */
import type { Scratch } from "../scratch.ts"
import type { DecodedParts } from "./decoded-parts.ts"
import type { Shard } from "./npy-shard.ts"
import type { PoolOptions } from "./pool.ts"

/** How the rows of a pool are decoded, once, and where they go. */
export interface Decoding extends DecodedParts {
  /** How the files' columns are read. */
  readonly options: PoolOptions
  /** A name for each number of a vector. */
  readonly columnNames: ReadonlyArray<string>
  /** Bytes of the files. */
  readonly packed: number
  /** Bytes of memory that decoding takes at its highest. */
  readonly takes: number
  /** Columns of which a text an item is kept in memory: ids, groups. */
  readonly texts: number
  /** About how long decoding takes, from the first rows. */
  readonly seconds: number
  /** The first rows, over and over, as a stand-in of what is not decoded yet. */
  readonly sample: Shard
  /** Where decoded rows go. */
  readonly scratch: Scratch
  /** So many bytes of rows were decoded. */
  readonly decoded: (bytes: number) => void
}
