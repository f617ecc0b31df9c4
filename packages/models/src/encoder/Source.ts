/** Where items come from, batch by batch: memory, a folder of images, a list of texts. */
import { hashData, Pieces } from "@marginalia/datasets/hash"
import { type AnyItems, atOnce, bounds, type Items, numbersOf, slice, widthOf } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"

export { slice } from "@marginalia/datasets/items"

/** `rows` items, read in batches of type `B`. */
export interface Source<out B, out E = never, out R = never> {
  readonly rows: number
  /** How many are read at once at most, where nobody asks for another number: for the sake of memory. Default: any. */
  readonly most?: number
  /** Names the content: equal items have equal hashes. What a cache goes by. */
  readonly hash: Effect.Effect<string, E, R>
  /** The items `from` … `to` − 1. */
  readonly read: (from: number, to: number) => Effect.Effect<B, E, R>
}

/** The numbers of items as one array, which are read piece by piece where they are hashed. */
const hashed = (items: AnyItems): Pieces => {
  function* pieces() {
    for (const [from, to] of bounds(items)) yield numbersOf(items, from, to)
  }
  const real = "data" in items && items.data instanceof Float32Array
  return new Pieces(real ? "Float32Array" : "Uint8Array", (real ? 4 : 1) * items.rows * widthOf(items), pieces())
}

/** Items that are in memory, or in a file. */
export const ofItems = (items: AnyItems): Source<Items> => ({
  rows: items.rows,
  most: atOnce(items),
  hash: Effect.sync(() =>
    hashData({ data: hashed(items), shape: items.shape, normalization: items.normalization ?? {} })
  ),
  read: (from, to) => Effect.sync(() => slice(items, from, to))
})

/** Texts that are in memory, as a source. */
export const ofTexts = (texts: ReadonlyArray<string>): Source<ReadonlyArray<string>> => ({
  rows: texts.length,
  hash: Effect.sync(() => hashData(texts)),
  read: (from, to) => Effect.succeed(texts.slice(from, to))
})
