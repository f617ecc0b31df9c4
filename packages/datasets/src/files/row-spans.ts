/**
 * Rows at places of a file: those near each other are read together, several reads at a time. Tested in npy-tiles.test.ts and decoded-tiles.test.ts.
 */
import * as Effect from "effect/Effect"

/** How many reads there are at a time: while one waits for the disk, others are under way. */
const AT_ONCE = 16

/** Bytes between two rows that are read with them: to read them takes no longer than to ask once more. */
const GAP = 2 ** 14

/** Bytes of rows that are read together, and of what lies between them. */
const SPAN = 2 ** 20

/** Ascending places near each other: those from `at` to before `end`. */
interface Span {
  readonly at: number
  end: number
}

/** Ascending places of rows of so many bytes, in the spans that they are read in. */
const spansOf = (places: Uint32Array, width: number): ReadonlyArray<Span> => {
  const spans: Array<Span> = []
  places.forEach((place, at) => {
    const last = spans.at(-1), gap = at === 0 ? 0 : place - places[at - 1]! - 1
    const isNear = gap * width <= GAP && (gap === 0 || (place - places[last?.at ?? 0]! + 1) * width <= SPAN)
    if (last !== undefined && isNear) last.end++
    else spans.push({ at, end: at + 1 })
  })
  return spans
}

/** The rows of a span, through memory of its own where others lie between them; the bytes that were read. */
const readSpan = Effect.fnUntraced(function*<E>(
  places: Uint32Array,
  width: number,
  into: Uint8Array,
  read: (from: number, into: Uint8Array) => Effect.Effect<void, E>
) {
  const first = places[0]!, count = places.at(-1)! - first + 1
  if (count === places.length) yield* read(first, into)
  else {
    const all = new Uint8Array(count * width)
    yield* read(first, all)
    places.forEach((place, i) =>
      into.set(all.subarray((place - first) * width, (place - first + 1) * width), i * width)
    )
  }
  return count * width
})

/** Fills `into` with the rows of `width` bytes at ascending places, one after the other, by what reads rows from one on; the bytes that were read. */
export const readSpans = <E>(
  places: Uint32Array,
  width: number,
  into: Uint8Array,
  read: (from: number, into: Uint8Array) => Effect.Effect<void, E>
): Effect.Effect<number, E> =>
  Effect.map(
    Effect.forEach(
      spansOf(places, width),
      ({ at, end }) => readSpan(places.subarray(at, end), width, into.subarray(at * width, end * width), read),
      { concurrency: AT_ONCE }
    ),
    (bytes) => bytes.reduce((sum, count) => sum + count, 0)
  )
