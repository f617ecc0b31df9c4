/** A known data set from its authors' servers to where it is looked for. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as HttpClient from "effect/http/HttpClient"
import * as Path from "effect/Path"
import type { DatasetError } from "../errors.ts"
import type { KnownDataset, Published } from "../known/description.ts"
import { locate, roots, type Which } from "../locate.ts"
import { variable } from "../variable.ts"
import { checkOf } from "./checksum.ts"
import { type DownloadError, failed, unwritable } from "./errors.ts"
import { fetchFile, type FetchOptions } from "./fetch.ts"
import { hashPart } from "./part.ts"
import { isArchive, settleArchive } from "./settle.ts"

/** Where to, and how hard we try. */
export interface DownloadOptions extends FetchOptions {
  /** The folder above the data set's; the first of those that are looked in and are the user's by default. */
  readonly folder?: string
}

/** What will be fetched, before it is. */
export interface DownloadPlan {
  /** The data set's description. */
  readonly dataset: KnownDataset
  /** The data set's folder. */
  readonly folder: string
  /** Whether it is there already, so that nothing needs to be fetched. */
  readonly present: boolean
}

const rootOf = Effect.fnUntraced(function*({ folder }: DownloadOptions) {
  if (folder !== undefined) return folder
  const own = (yield* roots).find(([, because]) => because !== "system")
  if (own !== undefined) return own[0]
  return yield* failed({ _tag: "Unwritable", path: "datasets", cause: "neither MARGINALIA_DATA nor HOME is set" })
})

/** The data set with a mirror's addresses in place of its authors': `MIRROR/NAME/FILE`. */
const mirrored = (dataset: KnownDataset, mirror: string | undefined): KnownDataset => {
  if (mirror === undefined) return dataset
  const below = `${mirror.replace(/\/$/, "")}/${dataset.name}/`
  return { ...dataset, published: dataset.published.map((piece) => ({ ...piece, urls: [below + piece.name] })) }
}

/**
 * Where a download of a data set would go: into the folder of its name below `folder`, MARGINALIA_DATA or the user's
 * data folder; or where it is already. Fails with {@link DatasetError} where no data set has this name, and with
 * {@link DownloadError} where there is nothing to fetch it from.
 *
 * `which` is a known data set's name, or a description of your own; by default of `options`, the user's data folder is
 * taken.
 */
export const planDownload = Effect.fn("datasets.planDownload")(function*(which: Which, options: DownloadOptions = {}) {
  const paths = yield* Path.Path
  const { dataset, found } = yield* locate(which, options.folder === undefined ? {} : { folder: options.folder })
  if (found !== undefined) return { dataset, folder: found.path, present: true } satisfies DownloadPlan
  const folder = paths.join(yield* rootOf(options), dataset.folders[0] ?? dataset.name)
  return {
    dataset: mirrored(dataset, yield* variable("MARGINALIA_MIRROR")),
    folder,
    present: false
  } satisfies DownloadPlan
})

/** Whether a file is there, and the published one as far as that can be told. */
const isHere = Effect.fnUntraced(function*({ checksum }: Published, path: string) {
  const fs = yield* FileSystem.FileSystem
  const check = checkOf(checksum)
  const there = yield* Effect.mapError(fs.exists(path), unwritable(path))
  if (!there || check === undefined) return there
  yield* hashPart(path, check.hash)
  return check.wrong() === undefined
})

const fetchPiece = Effect.fnUntraced(function*(piece: Published, folder: string, options: FetchOptions) {
  const paths = yield* Path.Path
  const path = paths.join(folder, piece.name)
  if (!(yield* isHere(piece, path))) yield* fetchFile(piece, path, options)
  if (isArchive(piece)) yield* settleArchive(piece, folder)
})

/**
 * Fetches what a plan names, file after file, and unpacks archives. What was fetched before is not fetched again,
 * unless its checksum is wrong; half a file is only ever under a name that ends with `.part`, from which a later call
 * goes on. Interruption leaves it so.
 *
 * Reports to `Progress`. Fails with {@link DownloadError}: refused, cut off more often than we try, not the published
 * file, a disk that is full or not ours to write to, a corrupt archive; and with {@link DatasetError} where what was
 * fetched is not what the plan says.
 *
 * `plan` is what {@link planDownload} gives; `options` say how hard we try, by default as {@link FetchOptions} says.
 */
export const download = (
  { dataset, folder, present }: DownloadPlan,
  options: FetchOptions = {}
): Effect.Effect<
  void,
  DownloadError | DatasetError,
  FileSystem.FileSystem | HttpClient.HttpClient | Path.Path
> =>
  Effect.gen(function*() {
    if (present) return
    const fs = yield* FileSystem.FileSystem
    yield* Effect.mapError(fs.makeDirectory(folder, { recursive: true }), unwritable(folder))
    for (const piece of dataset.published) yield* fetchPiece(piece, folder, options)
    const { found, looked } = yield* locate(dataset, { folder })
    if (found !== undefined) return
    yield* failed({ _tag: "Incomplete", folder, problem: `after the download the folder ${looked[0]?.problem}` })
  }).pipe(Effect.withSpan("datasets.download", { attributes: { name: dataset.name } }))
