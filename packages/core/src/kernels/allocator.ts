/**
 * Hands out byte ranges of one memory: first fit, sixteen-byte aligned, so that stages which interleave on the same
 * memory never meet.
 */

/** See the module. `grow(end)` is called when the memory must reach at least `end` bytes. */
export interface Allocator {
  readonly alloc: (bytes: number) => number
  readonly free: (address: number) => void
}

interface Range {
  readonly from: number
  readonly to: number
}

/** Addresses begin here: address 0 is left alone so that it can mean "none". */
const FIRST = 1024

const align = (bytes: number): number => Math.max(16, Math.ceil(bytes / 16) * 16)

/** Where `size` bytes fit between the ranges in use, which are in order. */
const place = (used: ReadonlyArray<Range>, size: number): { readonly at: number; readonly from: number } => {
  let from = FIRST
  for (let at = 0; at < used.length; at++) {
    if (used[at]!.from - from >= size) return { at, from }
    from = used[at]!.to
  }
  return { at: used.length, from }
}

/** An empty allocator. */
export const make = (grow: (end: number) => void): Allocator => {
  const used: Array<Range> = []
  return {
    alloc: (bytes) => {
      const size = align(bytes)
      const { at, from } = place(used, size)
      grow(from + size)
      used.splice(at, 0, { from, to: from + size })
      return from
    },
    free: (address) => {
      const at = used.findIndex((range) => range.from === address)
      if (at >= 0) used.splice(at, 1)
    }
  }
}
