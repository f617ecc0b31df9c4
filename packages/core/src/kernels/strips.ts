/**
 * A symmetric graph from the pairs of its upper half, strip by strip, with little beside the graph itself.
 */
import * as Effect from "effect/Effect"
import { breathe } from "./engine.ts"

/** A strip of the graph's upper half: for each of its rows, the later rows it is joined to. */
export interface Strip {
  readonly first: number
  readonly offsets: Uint32Array
  readonly later: Uint32Array
}

/** Pairs of a strip in the order found: later row, and which row of the strip. */
export interface Pairs {
  later: Uint32Array
  own: Uint16Array
  length: number
}

const add = (pairs: Pairs, own: number, later: number): void => {
  if (pairs.length === pairs.own.length) {
    pairs.own = grown(pairs.own, new Uint16Array(2 * pairs.length))
    pairs.later = grown(pairs.later, new Uint32Array(2 * pairs.length))
  }
  pairs.own[pairs.length] = own
  pairs.later[pairs.length++] = later
}

const grown = <A extends Uint16Array | Uint32Array>(from: A, to: A): A => {
  to.set(from)
  return to
}

/** The order in which blocks are walked: four later rows, against each row of the strip in turn. */
const visit = (pair: number): number => (pair & 0xFFFC) * 0x10000 + (pair >>> 16) * 4 + (pair & 3)

/** Takes what a kernel listed for a block: the pairs inside, merged with those that turn out to be. */
export const take = (
  pairs: Pairs,
  inside: Uint32Array,
  open: Uint32Array,
  a0: number,
  near: (pair: number) => boolean
) => {
  let waiting = open.length - 1
  for (const pair of inside) {
    const at = waiting < 0 ? Infinity : visit(pair)
    while (waiting >= 0 && visit(open[waiting]!) < at) takeOpen(pairs, open[waiting--]!, a0, near)
    add(pairs, pair >>> 16, a0 + (pair & 0xFFFF))
  }
  while (waiting >= 0) takeOpen(pairs, open[waiting--]!, a0, near)
}

const takeOpen = (pairs: Pairs, pair: number, a0: number, near: (pair: number) => boolean): void => {
  if (near(pair)) add(pairs, pair >>> 16, a0 + (pair & 0xFFFF))
}

/**
 * Makes `offsets` of counts, each of which stands one place after its own: entry i becomes the sum of all up to it. Throws a
 * `RangeError` where that is more than an offset can say.
 */
export const accumulate = (offsets: Uint32Array): void => {
  let end = 0
  offsets.forEach((count, i) => {
    end += count
    if (end > 0xFFFFFFFF) throw new RangeError("a list has at most 4294967295 entries")
    offsets[i] = end
  })
}

/** Sorts pairs by the strip's row, keeping the later rows' order. */
export const toStrip = (first: number, size: number, pairs: Pairs): Strip => {
  const offsets = new Uint32Array(size + 1)
  for (let p = 0; p < pairs.length; p++) offsets[pairs.own[p]! + 1]!++
  accumulate(offsets)
  const next = offsets.slice()
  const later = new Uint32Array(pairs.length)
  for (let p = 0; p < pairs.length; p++) later[next[pairs.own[p]!]!++] = pairs.later[p]!
  return { first, offsets, later }
}

/** Both directions of all strips, and each row itself. A strip is let go as soon as it is copied. */
export const assemble = Effect.fnUntraced(function*(rows: number, strips: Array<Strip | undefined>) {
  const offsets = new Uint32Array(rows + 1).fill(1, 1)
  for (const strip of strips) {
    strip!.later.forEach((row) => offsets[row + 1]!++)
    strip!.offsets.forEach((end, i) => i > 0 && (offsets[strip!.first + i]! += end - strip!.offsets[i - 1]!))
    yield* breathe("typescript", 4 * strip!.later.length)
  }
  accumulate(offsets)
  const targets = new Uint32Array(offsets[rows]!)
  const next = offsets.slice()
  for (let s = 0; s < strips.length; s++) {
    const { first, later, offsets: own } = strips[s]!
    for (let i = 0; i + 1 < own.length; i++) {
      const row = first + i
      let at = next[row]!
      targets[at++] = row
      for (let p = own[i]!; p < own[i + 1]!; p++) {
        targets[at++] = later[p]!
        targets[next[later[p]!]!++] = row
      }
    }
    strips[s] = undefined
    yield* breathe("typescript", 8 * later.length)
  }
  return { offsets, targets }
})

/** No pairs yet. */
export const noPairs = (): Pairs => ({ own: new Uint16Array(4096), later: new Uint32Array(4096), length: 0 })
