/**
 * Tiles of a file that stay in memory from one pass to the next, so that a pass reads only the others. Tested in over-tiles.test.ts.
 */
import type * as Rows from "../kernels/rows.ts"
import * as Slab from "../kernels/slab.ts"
import type { Tiles } from "../Tiles.ts"
import { type Frame, isIdle } from "./frame.ts"

/** How many tiles, evenly spread over all so that one that stays is worked on while one that does not is read. */
export interface Keepable {
  readonly tiles: number
  /** Rows that they have at most. */
  readonly rows: number
}

/** The tiles that stay, with `bytes` for them, and `beside` them what else lies in the slab; undefined: none. */
export const keepable = ({ cols, rows, tile }: Tiles, bytes: number, beside: number): Keepable | undefined => {
  const size = Math.min(rows, tile), room = Math.min(bytes, Slab.ADDRESSED - beside)
  const tiles = Math.min(Math.ceil(rows / tile), Math.floor(room / (4 * cols * size)))
  return tiles <= 0 ? undefined : { tiles, rows: tiles * size }
}

/** See the module. */
export interface Kept {
  /** Who reads the rows that stay: of others nothing does. */
  readonly read: Tiles["read"]
  readonly homeOf: Rows.Kept["homeOf"]
  readonly there: Set<number>
  /** Where the first of them lies; they lie one after the other. */
  readonly at: number
  /** Whether all tiles stay. */
  readonly isWhole: boolean
  /** Where the rows stand that are there. */
  frame: Frame | undefined
}

/** Places for tiles that stay, none of which is there yet. */
export const keeping = (
  { cols, read, rows, tile }: Tiles,
  { rows: kept, tiles }: Keepable,
  alloc: (bytes: number) => number
): Kept => {
  const at = alloc(4 * cols * kept), count = Math.ceil(rows / tile), bytes = 4 * cols * Math.min(rows, tile)
  return {
    read,
    homeOf: (from) => {
      const before = Math.floor(from / tile * tiles / count), after = Math.floor((from / tile + 1) * tiles / count)
      return after > before ? at + before * bytes : undefined
    },
    there: new Set(),
    at,
    isWhole: tiles === count,
    frame: undefined
  }
}

const isSame = (a: Frame, b: Frame): boolean => a === b || (isIdle(a) && isIdle(b))

/** What stays of these tiles, as rows that stand in a frame: those that stood in another are read anew. */
export const within = (self: Kept, { read }: Tiles, frame: Frame): Rows.Kept | undefined => {
  if (self.read !== read) return undefined
  if (self.frame !== undefined && !isSame(self.frame, frame)) self.there.clear()
  self.frame = frame
  return self
}
