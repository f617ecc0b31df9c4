/** Data sets of binary files: read, verified, with their splits. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { verify } from "./checksum.ts"
import { cifar10, cifar100, type CifarLabel, parseCifar } from "./cifar.ts"
import { type Dataset, numbered, type Split } from "./dataset.ts"
import { DatasetError, mismatch } from "./errors.ts"
import { parseIdxImages, parseIdxLabels } from "./idx.ts"
import { concat, type LabeledImages } from "./images.ts"
import type { KnownDataset, KnownFile, KnownSplit } from "./known.ts"
import type { Looked } from "./locate.ts"
import { parseSvhn } from "./svhn.ts"
import { unpack } from "./unpack.ts"

/** A file of the data set as it was read: unpacked bytes. */
interface Content {
  readonly path: string
  readonly bytes: Uint8Array
}

type Parsed = Effect.Effect<LabeledImages, DatasetError>

const parseIdxPair = (images: Content, labels: Content, classes: number): Parsed =>
  Effect.gen(function*() {
    const { data, shape: [rows = 0, tall = 0, wide = 0] } = yield* parseIdxImages(images.bytes, images.path)
    const found = yield* parseIdxLabels(labels.bytes, labels.path, classes)
    if (found.length === rows) return { data, rows, shape: [tall, wide, 1] as const, labels: found }
    return yield* mismatch(
      [images.path, labels.path],
      `${rows} images and ${found.length} labels; were files mixed up?`
    )
  })

const each = (contents: ReadonlyArray<Content>, parse: (content: Content) => Parsed): Parsed =>
  Effect.map(Effect.forEach(contents, parse), ([first, ...rest]) => concat([first!, ...rest]))

const cifarLabels: { readonly [format: string]: CifarLabel } = { "cifar-10": cifar10, "cifar-100": cifar100 }

const parse = ({ classNames, format }: KnownDataset, contents: ReadonlyArray<Content>): Parsed => {
  if (format === "idx") return parseIdxPair(contents[0]!, contents[1]!, classNames.length)
  if (format === "svhn") return each(contents, ({ bytes, path }) => parseSvhn(bytes, path))
  return each(contents, ({ bytes, path }) => parseCifar(bytes, path, cifarLabels[format]!))
}

const read = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const unreadable = (cause: unknown) => new DatasetError({ reason: { _tag: "Unreadable", path, cause } })
  return { path, bytes: yield* unpack(yield* Effect.mapError(fs.readFile(path), unreadable), path) }
})

type Found = ReadonlyArray<{ readonly path: string; readonly file: KnownFile }>

/** Parsed first, so that a truncated file is called one and not a changed one. */
const loadSplit = Effect.fnUntraced(function*(dataset: KnownDataset, split: KnownSplit, files: Found) {
  const contents = yield* Effect.forEach(files, ({ path }) => read(path))
  const images = yield* parse(dataset, contents)
  const paths = files.map(({ path }) => path), shape = images.shape.join(" × ")
  for (const [i, { file, path }] of files.entries()) yield* verify(contents[i]!.bytes, path, file.checksum)
  if (images.rows !== split.rows || shape !== dataset.shape.join(" × ")) {
    const expected = `${split.rows} of ${dataset.shape.join(" × ")}`
    return yield* mismatch(paths, `${images.rows} images of ${shape} where ${dataset.name} has ${expected}`)
  }
  const { data, labels, rows } = images
  const items = { data, rows, shape: images.shape, normalization: dataset.normalization }
  return { ids: numbered(rows), items, labels } satisfies Split
})

/**
 * The data set of binary files that was found: these are read and verified. `dataset` says what they should hold. Fails
 * with `DatasetError` where a file cannot be read, is damaged, or is not the published one.
 */
export const loadFiles = Effect.fnUntraced(function*(dataset: KnownDataset, { files, path }: Looked) {
  const { classNames, name, splits } = dataset, first = splits.train.files.length
  const train = yield* loadSplit(dataset, splits.train, files.slice(0, first))
  const test = yield* loadSplit(dataset, splits.test, files.slice(first))
  return { name, classNames, folder: path, train, test, skipped: [] } satisfies Dataset
})
