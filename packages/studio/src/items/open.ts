/**
 * Items to label, from whatever holds them.
 */
import { hashData } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { arrayImages } from "./arrays.ts"
import { cellText, fieldsOf } from "./fields.ts"
import { fileImages } from "./files.ts"
import { ItemProblem, type Items } from "./item.ts"
import { makeMediaCache } from "./media-cache.ts"
import type { Opened, VectorItems } from "./opened.ts"
import { type ItemSource, openSource } from "./source.ts"
import type { TableItems } from "./table.ts"

/** Where thumbnails are kept. */
export interface OpenOptions {
  /** The project's folder; by default they are kept in memory alone. */
  readonly folder?: string | undefined
}

const noImage = (ids: ReadonlyArray<string>) => (item: number): Effect.Effect<never, ItemProblem> =>
  Effect.fail(new ItemProblem({ id: ids[item]!, reason: { _tag: "NoImage" } }))

type Looks = Pick<Items, "kind" | "describe" | "media" | "thumb">

const tableLooks = ({ fields, ids, names, rows, text }: TableItems): Looks => ({
  kind: text < 0 ? "row" : "text",
  describe: (item) =>
    Effect.sync(() => {
      const card = fieldsOf(names, fields, (place) => rows[item]![place])
      const id = ids[item]!
      return text < 0 ? { id, fields: card } : { id, text: cellText(rows[item]![text]), fields: card }
    }),
  media: noImage(ids),
  thumb: noImage(ids)
})

const vectorLooks = ({ columnNames, ids, matrix: { cols, data, offset } }: VectorItems): Looks => {
  const places = Array.from({ length: cols }, (_, i) => i)
  const valueAt = (item: number, place: number) => data[item * cols + place]! + (offset?.[place] ?? 0)
  return {
    kind: "row",
    describe: (item) =>
      Effect.sync(() => ({ id: ids[item]!, fields: fieldsOf(columnNames, places, (place) => valueAt(item, place)) })),
    media: noImage(ids),
    thumb: noImage(ids)
  }
}

const looksOf = Effect.fnUntraced(function*(opened: Opened, { white }: ItemSource, { folder }: OpenOptions) {
  switch (opened._tag) {
    case "Files": {
      const paths = yield* Path.Path
      const cache = yield* makeMediaCache(folder === undefined ? undefined : paths.join(folder, "thumbnails"))
      return { kind: "image", ...(yield* fileImages(opened, cache, white)) } satisfies Looks as Looks
    }
    case "Arrays": {
      const shown = arrayImages(opened.ids, opened.images)
      return { kind: "image", ...shown, thumb: shown.media } satisfies Looks as Looks
    }
    case "Table":
      return tableLooks(opened)
    case "Vectors":
      return vectorLooks(opened)
  }
})

/** Refuses positions that are none, whoever asks. */
const guarded = (items: Items): Items => {
  const check = <Args extends ReadonlyArray<unknown>, A>(
    ask: (item: number, ...args: Args) => Effect.Effect<A, ItemProblem>
  ) =>
  (item: number, ...args: Args): Effect.Effect<A, ItemProblem> =>
    Number.isInteger(item) && item >= 0 && item < items.size
      ? ask(item, ...args)
      : Effect.fail(new ItemProblem({ id: String(item), reason: { _tag: "NoItem", item, size: items.size } }))
  return { ...items, describe: check(items.describe), media: check(items.media), thumb: check(items.thumb) }
}

/**
 * The items of a source, ready to be shown. Nothing is decoded before it is looked at; images in files are read anew each
 * time, and thumbnails are made once. `options` say where they are kept: by default, none, in memory alone.
 *
 * Fails with `SourceError` as {@link openSource} does.
 */
export const openItems = Effect.fn("studio.openItems")(function*(source: ItemSource, options: OpenOptions = {}) {
  const opened = yield* openSource(source)
  const { ids, labels, name, whole = ids } = opened
  const looks = yield* looksOf(opened, source, options)
  const files = opened._tag === "Files" ? opened.paths : undefined
  return guarded({ files, name, size: ids.length, ids, whole, hash: hashData(ids), labels, ...looks })
})
