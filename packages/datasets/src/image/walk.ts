/** The image files in a folder and below. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { DatasetError } from "../errors.ts"

/** What sharp reads, by its endings. */
const IMAGE = /\.(?:jpe?g|png|webp|gif|tiff?|avif)$/i

/** Whether a file is an image, by its name. */
export const isImage = (name: string): boolean => IMAGE.test(name)

/** What a folder holds, by name and in order of code units. Hidden entries are passed over. */
export interface Entries {
  readonly folders: ReadonlyArray<string>
  readonly images: ReadonlyArray<string>
  /** Files that are no images by their names, and folders of systems, with a `/` at the end. */
  readonly others: ReadonlyArray<string>
}

/** What systems leave behind: copies of what macOS knows of files, thumbnails, bins. */
const LEFTOVER = /^(?:__MACOSX|@eaDir|\$RECYCLE\.BIN|System Volume Information|lost\+found)$/i
const DROSS = /^(?:Thumbs\.db|desktop\.ini)$/i

const unreadable = (path: string) => (cause: unknown) =>
  new DatasetError({ reason: { _tag: "Unreadable", path, cause } })

/** What a link leads to; a link to nothing counts as a file, so that reading it complains, and one to above as none. */
const behind = Effect.fnUntraced(function*(folder: string, name: string) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const path = paths.join(folder, name)
  const type = yield* Effect.map(fs.stat(path), (info) => info.type).pipe(Effect.orElseSucceed(() => "File" as const))
  if (type !== "Directory") return type
  const [here, there] = yield* Effect.all([fs.realPath(folder), fs.realPath(path)]).pipe(
    Effect.mapError(unreadable(path))
  )
  return `${here}${paths.sep}`.startsWith(`${there}${paths.sep}`) ? "Unknown" : type
})

/** The folders and images directly in a folder. Links are followed. Fails with {@link DatasetError}. */
export const entriesOf = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const entries = yield* Effect.mapError(fs.readDirectoryEntries(folder), unreadable(folder))
  const folders: Array<string> = [], images: Array<string> = [], others: Array<string> = []
  for (const { name, type } of entries) {
    if (name.startsWith(".") || DROSS.test(name)) continue
    const plain = type === "Directory" || type === "File"
    const kind = plain || !(isImage(name) || type === "SymbolicLink" || type === "Unknown")
      ? type
      : yield* behind(folder, name)
    if (kind === "Directory") {
      if (LEFTOVER.test(name)) others.push(`${name}/`)
      else folders.push(name)
    } else if (kind === "File") (isImage(name) ? images : others).push(name)
  }
  return { folders: folders.sort(), images: images.sort(), others: others.sort() } satisfies Entries
})

/** The images in a folder and below, as paths relative to it with `/` between, in order. */
export const imagesBelow = (
  folder: string
): Effect.Effect<ReadonlyArray<string>, DatasetError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const paths = yield* Path.Path
    const { folders, images } = yield* entriesOf(folder)
    const below = yield* Effect.forEach(
      folders,
      (name) => Effect.map(imagesBelow(paths.join(folder, name)), (found) => found.map((path) => `${name}/${path}`))
    )
    return [...images, ...below.flat()].sort()
  })
