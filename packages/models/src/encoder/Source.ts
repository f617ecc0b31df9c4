/** Where items come from, batch by batch: memory, a folder of images, a list of texts. */
import { hashData } from "@marginalia/datasets/hash"
import { type Items, widthOf } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"

/** `rows` items, read in batches of type `B`. */
export interface Source<out B, out E = never, out R = never> {
  readonly rows: number
  /** Names the content: equal items have equal hashes. What a cache goes by. */
  readonly hash: Effect.Effect<string, E, R>
  /** The items `from` … `to` − 1. */
  readonly read: (from: number, to: number) => Effect.Effect<B, E, R>
}

/** The items `from` … `to` − 1 of a batch that is in memory; shares its memory. */
export const slice = (items: Items, from: number, to: number): Items => {
  const width = widthOf(items)
  return { ...items, data: items.data.subarray(from * width, to * width), rows: to - from }
}

/** Items that are in memory. */
export const ofItems = (items: Items): Source<Items> => ({
  rows: items.rows,
  hash: Effect.sync(() => hashData({ data: items.data, shape: items.shape, normalization: items.normalization ?? {} })),
  read: (from, to) => Effect.succeed(slice(items, from, to))
})

/** Texts that are in memory, as a source. */
export const ofTexts = (texts: ReadonlyArray<string>): Source<ReadonlyArray<string>> => ({
  rows: texts.length,
  hash: Effect.sync(() => hashData(texts)),
  read: (from, to) => Effect.succeed(texts.slice(from, to))
})
