/**
 * The rows that are farthest from all centers, as copies: at most `capacity` of them, and the first of those left out. Tested in farthest-over.test.ts.
 */
import type { Part } from "./rows.ts"
import * as Slab from "./slab.ts"

/** See the module. Rows lie in slots from address `at` on, their squared distances from `nearest` on. */
export interface Kept {
  readonly at: number
  readonly nearest: number
  readonly size: () => number
  /** Forgets all rows. */
  readonly clear: () => void
  /** Keeps those of a part's open rows that are among the farthest so far. */
  readonly offer: (part: Part, squares: Float64Array, open: Uint8Array) => void
  /** Keeps one row more, for which there is room; or notes one that was left out elsewhere. */
  readonly admit: (position: number, square: number, row: Float32Array) => void
  readonly leave: (square: number, position: number) => void
  /** The rows that are kept, and the first of those that were left out, of square −1 where there is none. */
  readonly contents: () => {
    readonly positions: Uint32Array
    readonly squares: Float64Array
    readonly data: Float32Array
    readonly out: { readonly square: number; readonly position: number }
  }
  /** The slot of the farthest row of all; undefined where it may be one that was left out. */
  readonly farthest: () => number | undefined
  /** The row in a slot, which counts no more. */
  readonly take: (slot: number) => { readonly position: number; readonly square: number; readonly row: Float32Array }
}

/** Whether a row comes before another: farther, or as far and at a smaller position. */
const before = (square: number, position: number, other: number, otherPosition: number): boolean =>
  square > other || (square === other && position < otherPosition)

/** Keeps nothing as yet. */
export const make = (
  slab: Slab.Slab,
  alloc: (bytes: number) => number,
  { capacity, cols }: { readonly capacity: number; readonly cols: number }
): Kept => {
  const at = alloc(4 * cols * capacity), nearest = alloc(8 * capacity)
  const squares = Slab.f64(slab, nearest, capacity), rows = Slab.f32(slab, at, cols * capacity)
  const positions = new Uint32Array(capacity), taken = new Uint8Array(capacity)
  /** Slots as a heap, the last in order first. */
  const heap = new Uint32Array(capacity)
  let size = 0, out = { square: -1, position: 0 }
  const isBefore = (a: number, b: number): boolean => before(squares[a]!, positions[a]!, squares[b]!, positions[b]!)
  const sink = (slot: number): void => {
    let i = 0
    for (let child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && isBefore(heap[child]!, heap[child + 1]!)) child++
      if (!isBefore(slot, heap[child]!)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = slot
  }
  const rise = (slot: number): void => {
    let i = size - 1
    while (i > 0 && isBefore(heap[(i - 1) >> 1]!, slot)) {
      heap[i] = heap[(i - 1) >> 1]!
      i = (i - 1) >> 1
    }
    heap[i] = slot
  }
  const leave = (square: number, position: number): void => {
    if (before(square, position, out.square, out.position)) out = { square, position }
  }
  const put = (slot: number, position: number, square: number, { data, from }: Part): void => {
    squares[slot] = square
    positions[slot] = position
    rows.set(data.subarray((position - from) * cols, (position - from + 1) * cols), slot * cols)
  }
  return {
    at,
    nearest,
    size: () => size,
    clear: () => {
      size = 0
      taken.fill(0)
      out = { square: -1, position: 0 }
    },
    offer: (part, all, open) => {
      for (let position = part.from; position < part.to; position++) {
        if (open[position] === 0) continue
        const square = all[position]!
        if (size < capacity) {
          put(size, position, square, part)
          rise(size++)
          continue
        }
        const last = heap[0]!
        if (before(square, position, squares[last]!, positions[last]!)) {
          leave(squares[last]!, positions[last]!)
          put(last, position, square, part)
          sink(last)
        } else leave(square, position)
      }
    },
    admit: (position, square, row) => {
      put(size, position, square, { data: row, from: position, to: position + 1 })
      rise(size++)
    },
    leave,
    contents: () => ({
      positions: positions.slice(0, size),
      squares: squares.slice(0, size),
      data: rows.slice(0, size * cols),
      out
    }),
    farthest: () => {
      let best = -1
      for (let slot = 0; slot < size; slot++) {
        if (taken[slot] === 0 && (best < 0 || isBefore(slot, best))) best = slot
      }
      if (best < 0) return undefined
      return out.square < 0 || before(squares[best]!, positions[best]!, out.square, out.position) ? best : undefined
    },
    take: (slot) => {
      taken[slot] = 1
      const [position, square] = [positions[slot]!, squares[slot]!]
      return { position, square, row: rows.slice(slot * cols, (slot + 1) * cols) }
    }
  }
}
