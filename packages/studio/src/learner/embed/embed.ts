/**
 * What is labeled as vectors: the learner's view of it.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import { Notices } from "@marginalia/core/Notices"
import { columnsLike } from "@marginalia/datasets/column-order"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { readPool } from "@marginalia/datasets/files/pool"
import { hashData } from "@marginalia/datasets/hash"
import { fromMatrix, type Items as Batch, subset, widthOf } from "@marginalia/datasets/items"
import { encodeCached, Encoder, Source } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { matrixAt } from "../../items/among.ts"
import { cellText } from "../../items/fields.ts"
import type { Opened } from "../../items/opened.ts"
import type { TableItems } from "../../items/table.ts"
import { bestEncoder } from "./auto.ts"
import { readBad, writeBad } from "./bad-items.ts"
import { learnWords, lsa } from "./lsa.ts"
import { named } from "./named.ts"
import { poolPca, type Sampled } from "./pca.ts"
import { pixelSource } from "./pixels.ts"
import type { BadItem, Embedded, EmbedSetting, Kept } from "./setting.ts"
import { hashOfWords, saveWords } from "./words-store.ts"

/** The side of small images, for principal components. */
const SMALL = 32

/** Vectors that are taken as they are. */
const GIVEN: Kept = { how: "given", text: "raw", hash: hashData({ raw: 1 }) }

type Found = Pick<Embedded, "matrix" | "encoder" | "bad" | "kept">

/** By way of the project's own cache. */
const cached = Effect.fnUntraced(function*<B, E, R>(
  encoder: Encoder.Encoder<B>,
  source: Source.Source<B, E, R>,
  { folder }: EmbedSetting
) {
  const paths = yield* Path.Path
  if (folder === undefined) return { matrix: yield* Encoder.encode(encoder, source), reused: 0, path: undefined }
  return yield* encodeCached(encoder, source, { folder: paths.join(folder, "embeddings") })
})

/** Images by an encoder, of which those that cannot be read are told, also when all come from the cache. */
const images = Effect.fnUntraced(function*<E extends { readonly message: string }, R>(
  source: Sampled<E, R>,
  width: number,
  bad: Map<number, BadItem>,
  setting: EmbedSetting
) {
  const { encoder, keep } = yield* poolPca(source, { seed: setting.seed, width })
  const { matrix, path, reused } = yield* cached(encoder, source, setting)
  if (path !== undefined && reused < source.rows) yield* writeBad(path, [...bad.values()])
  const told = path === undefined ? [...bad.values()] : yield* readBad(path)
  const kept = setting.keep === undefined ? undefined : yield* keep(setting.keep)
  return { matrix, encoder: encoder.name, bad: told, kept } satisfies Found as Found
})

const ofArray = (items: Batch): Sampled<never, never> => ({
  ...Source.ofItems(items),
  readAt: (at) => Effect.sync(() => subset(items, at))
})

const smallImages = Effect.fnUntraced(
  function*(opened: Extract<Opened, { _tag: "Files" | "Arrays" }>, setting: EmbedSetting) {
    if (opened._tag === "Arrays") {
      return yield* images(ofArray(opened.images), widthOf(opened.images), new Map(), setting)
    }
    const bad = new Map<number, BadItem>()
    const source = pixelSource(opened, {
      size: [SMALL, SMALL],
      ...(setting.source.white === undefined ? {} : { white: setting.source.white }),
      bad: (item) => void bad.set(item.item, item)
    })
    return yield* images(source, 3 * SMALL * SMALL, bad, setting)
  }
)

/** What a row without texts says: `color=red`. */
const rowText = ({ fields, names, rows }: TableItems, row: number): string =>
  fields.map((place) => `${names[place]!} ${cellText(rows[row]![place])}`).join("\n")

/** A table's numbers, and of which columns they are. */
export interface Numbers {
  readonly matrix: Matrix
  readonly columnNames: ReadonlyArray<string> | undefined
}

/** The numbers of a table as they stand; undefined where it does not hold numbers alone. */
export const numbersOf = (
  { at, path }: TableItems,
  { columns: features, source: { idColumn, labelColumn, noHeader } }: EmbedSetting
) =>
  readPool(path, {
    idColumn,
    labelColumn,
    ...(features === undefined ? {} : { features }),
    ...(noHeader === undefined ? {} : { noHeader }),
    offset: "keep"
  }).pipe(
    Effect.flatMap(({ columnNames, matrix }) =>
      Effect.map(columnsLike({ path, columnNames, matrix }, features), (like): Numbers | undefined => ({
        columnNames: features ?? columnNames,
        matrix: matrixAt(like, at)
      }))
    ),
    Effect.provideService(Notices, { say: () => Effect.void }),
    Effect.catchIf((error) => error instanceof InvalidInput, () => Effect.succeed(undefined))
  )

/** What each row says, as text. */
export const texts = (table: TableItems): ReadonlyArray<string> =>
  table.rows.map((row, i) => table.text < 0 ? rowText(table, i) : cellText(row[table.text]))

const keepWords = Effect.fnUntraced(function*(all: ReadonlyArray<string>, { keep, seed }: EmbedSetting) {
  if (keep === undefined) return undefined
  const { words } = yield* learnWords(all, seed)
  yield* saveWords(words, keep)
  return { how: "words", text: "words", hash: hashOfWords(words) } satisfies Kept as Kept
})

const wordCounts = Effect.fnUntraced(function*(table: TableItems, setting: EmbedSetting) {
  const all = texts(table), source = Source.ofTexts(all)
  // All at once: a text's vector depends on the others.
  const whole = yield* Effect.cached(lsa(all, setting.seed))
  const encoder: Encoder.Encoder<ReadonlyArray<string>> = {
    name: "words",
    hash: `studio words 1 ${setting.seed}`,
    batch: all.length,
    encode: () => whole
  }
  const { matrix } = yield* cached(encoder, source, setting)
  return { matrix, encoder: encoder.name, bad: [], kept: yield* keepWords(all, setting) } satisfies Found as Found
})

const ofTable = Effect.fnUntraced(function*(table: TableItems, setting: EmbedSetting) {
  if (table.text < 0) {
    const numbers = yield* numbersOf(table, setting)
    if (numbers !== undefined) {
      return {
        matrix: numbers.matrix,
        scaling: "columns",
        encoder: "raw",
        advice: undefined,
        bad: [],
        kept: GIVEN
      } satisfies Embedded as Embedded
    }
    return {
      ...(yield* wordCounts(table, setting)),
      scaling: "whole",
      advice: undefined
    } satisfies Embedded as Embedded
  }
  const { advice, text } = yield* bestEncoder("text")
  const found = text === undefined
    ? yield* wordCounts(table, setting)
    : yield* named(text, { kind: "texts", texts: texts(table) }, setting)
  return { ...found, scaling: "whole", advice } satisfies Embedded as Embedded
})

/** What an encoder that was named gives. */
export const byName = Effect.fnUntraced(function*(text: string, opened: Opened, setting: EmbedSetting) {
  switch (opened._tag) {
    case "Files":
      return yield* named(text, { kind: "files", files: opened }, setting)
    case "Arrays":
      return yield* named(text, { kind: "items", items: opened.images }, setting)
    case "Vectors":
      return yield* named(text, { kind: "items", items: fromMatrix(opened.matrix) }, setting)
    case "Table": {
      if (opened.text >= 0) return yield* named(text, { kind: "texts", texts: texts(opened) }, setting)
      const numbers = yield* numbersOf(opened, setting)
      return numbers === undefined
        ? yield* named(text, { kind: "texts", texts: texts(opened) }, setting)
        : yield* named(text, { kind: "items", items: fromMatrix(numbers.matrix) }, setting)
    }
  }
})

const ofImages = Effect.fnUntraced(
  function*(opened: Extract<Opened, { _tag: "Files" | "Arrays" }>, setting: EmbedSetting) {
    const { advice, text } = yield* bestEncoder("image")
    const found = text === undefined ? yield* smallImages(opened, setting) : yield* byName(text, opened, setting)
    return { ...found, scaling: "whole", advice } satisfies Embedded as Embedded
  }
)

/**
 * The vectors of all items, from the project's cache where they were computed before. An encoder that is named is taken; for
 * `auto`, images and texts get the best that is here ({@link bestEncoder}), else
 *
 * - images: the first 64 principal components of their pixels, files at 32 × 32;
 * - texts: latent semantic analysis of their words, 64 numbers;
 * - arrays of vectors, and tables of numbers: these numbers;
 * - other tables: the words of their rows, with the columns' names.
 *
 * Fails as data, encoders and the cache do. Images that cannot be read are black, and told.
 */
export const embedItems = Effect.fn("studio.embedItems")(function*(opened: Opened, setting: EmbedSetting) {
  const { encoder } = setting.source
  if (encoder !== "auto") {
    const found = yield* byName(encoder, opened, setting)
    return { ...found, scaling: "whole", advice: undefined } satisfies Embedded as Embedded
  }
  switch (opened._tag) {
    case "Files":
    case "Arrays":
      return yield* ofImages(opened, setting)
    case "Table":
      return yield* ofTable(opened, setting)
    case "Vectors":
      return {
        matrix: opened.matrix,
        scaling: "whole",
        encoder: "raw",
        advice: undefined,
        bad: [],
        kept: GIVEN
      } satisfies Embedded as Embedded
  }
})
