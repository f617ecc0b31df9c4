/**
 * Rows of some items put together, a few megabytes at a time.
 */
import { Kernels, type Matrix } from "@marginalia/core"

/** Rows from this many bytes on are gathered where kernels work on them without a copy. */
const LARGE = 2 ** 20

/** Numbers of the rows that are gathered at a time: four megabytes. */
const SEGMENT = 2 ** 20

/** How many rows are gathered at a time. */
export const rowsAtATime = ({ cols }: Matrix.Matrix): number => Math.max(1, Math.floor(SEGMENT / cols))

/** Some items, a few at a time. */
export const segments = (items: Uint32Array, size: number): ReadonlyArray<Uint32Array> =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.subarray(n * size, (n + 1) * size))

/** Room for the rows of a segment, used again for the next. */
export const roomFor = ({ cols }: Matrix.Matrix, rows: number): Float32Array => {
  const bytes = 4 * rows * cols
  const room = bytes < LARGE ? new Uint8Array(bytes) : Kernels.reserve(bytes)
  return new Float32Array(room.buffer, room.byteOffset, rows * cols)
}

/** Some rows, one after the other, in a room that is large enough. */
export const gather = ({ cols, data }: Matrix.Matrix, positions: Uint32Array, room: Float32Array): Matrix.Matrix => {
  positions.forEach((position, n) => room.set(data.subarray(position * cols, (position + 1) * cols), n * cols))
  return { data: room.subarray(0, positions.length * cols), rows: positions.length, cols }
}

/**
 * What to look at: all rows where they are, or some of them a few at a time. `rows` puts a segment's rows together; `place`
 * says where in them the m-th item's row is.
 */
export const looking = (embedding: Matrix.Matrix, items: Uint32Array) => {
  // Distances are those of the numbers without their offset.
  const { cols, data, rows } = embedding
  if (2 * items.length > rows) {
    return { parts: [items], rows: () => ({ data, rows, cols }), place: (m: number) => items[m]! }
  }
  const size = Math.min(items.length, rowsAtATime(embedding)), room = roomFor(embedding, size)
  return {
    parts: segments(items, size),
    rows: (part: Uint32Array) => gather(embedding, part, room),
    place: (m: number) => m
  }
}
