/**
 * A keyed sample of the pool that stands for all of it: who is in it, and their rows together, wherever the pool is. Tested in
 * herding-reference.test.ts.
 */
import { Frame, Kernels, type Matrix, Options, Remarks, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { gathered, type Source, upTo } from "../slices.ts"
import { inBlocks } from "../uncertainty/blocks.ts"

/** How many items stand for the pool; the option of whatever lets them. */
export const reference = Options.field(
  Schema.Union([Schema.Int.check(Schema.isGreaterThan(1)), Schema.Literal("none")]),
  "none",
  "how many items, a sample of the pool, are to be covered and may be picked; none: all"
)

/** Elementary steps of a random number, and of putting it in order. */
const DRAW = 128

/** A sample of the pool, and another without an item in common. All are positions, ascending. */
export interface Sample {
  readonly seen: Uint32Array
  readonly unseen: Uint32Array
  /** The candidates that are in the first. */
  readonly candidates: Uint32Array
}

/**
 * The `wanted` items whose own random numbers are smallest, of all positions; then further candidates in the order of their numbers, until
 * there are as many as the budget, or all. Of the rest as many again, in that order, are unseen, or all. Undefined where every item is in the first.
 */
export const sampleOf = Effect.fnUntraced(function*(
  { budget, candidates, key: own, size }: Frame.Base,
  wanted: number | "none"
) {
  if (wanted === "none" || wanted >= size) return undefined
  yield* Kernels.breathe(DRAW * size)
  const key = Rng.derive(own, "reference"), first = Rng.subset(key, upTo(size), wanted)
  const isIn = Frame.mask(size, first), outside = candidates.filter((position) => isIn[position] === 0)
  const further = Rng.subset(key, outside, budget - (candidates.length - outside.length))
  for (const position of further) isIn[position] = 1
  const seen = Frame.concat(first, further).sort()
  if (seen.length === size) return undefined
  yield* Kernels.breathe(DRAW * size)
  const unseen = Rng.subset(key, upTo(size).filter((position) => isIn[position] === 0), seen.length)
  const some = candidates.filter((position) => isIn[position] === 1)
  return { seen, unseen, candidates: some } satisfies Sample as Sample
})

/** Some items, ascending, with their rows. */
export interface Rows {
  readonly positions: Uint32Array
  readonly matrix: Matrix.Matrix
}

/** The positions of some lists, ascending, each once. */
export const together = (...lists: ReadonlyArray<Uint32Array>): Uint32Array =>
  Uint32Array.from(new Set(lists.flatMap((list) => [...list]))).sort()

/** Which rows some items are, in the order of the items. */
export const placesOf = ({ positions }: Rows, items: Uint32Array): Uint32Array => {
  const places = new Map(Array.from(positions, (position, n) => [position, n]))
  return items.map((position) => places.get(position)!)
}

/** Elementary steps a number that is copied. */
const COPY = 2

/** Rows of a matrix, copied into a room. */
const copied = Effect.fnUntraced(
  function*({ cols, data, ...rest }: Matrix.Matrix, positions: Uint32Array, room: Float32Array) {
    yield* inBlocks(positions.length, COPY * cols, (from, to) => {
      for (let n = from; n < to; n++) {
        room.set(data.subarray(positions[n]! * cols, (positions[n]! + 1) * cols), n * cols)
      }
    })
    const own = room.subarray(0, positions.length * cols)
    return { ...rest, data: own, rows: positions.length, cols } satisfies Matrix.Matrix as Matrix.Matrix
  }
)

/**
 * Lends room for at most `most` rows to `use`, which asks for the rows of some ascending items as often as it likes: those that it asks for take
 * the place of those before. The trace says how often a file was read. Fails, in the name of `part`, where one cannot be read.
 */
export const withSome = Effect.fnUntraced(function*<A, E, R>(
  part: string,
  source: Source,
  most: number,
  use: (rowsOf: (positions: Uint32Array) => ReturnType<typeof read>) => Effect.Effect<A, E, R>
) {
  const kernels = yield* Kernels.Kernels, { cols } = "tiles" in source ? source.tiles : source.matrix
  return yield* kernels.withRoom(most * cols, (room) => use((positions) => read(part, source, positions, room)))
})

const read = Effect.fnUntraced(function*(part: string, source: Source, positions: Uint32Array, room: Float32Array) {
  if (!("tiles" in source)) return { positions, matrix: yield* copied(source.matrix, positions, room) } as Rows
  yield* Remarks.count({ passes: 1 })
  return { positions, matrix: yield* gathered(part, source.tiles, positions, room) } as Rows
})
