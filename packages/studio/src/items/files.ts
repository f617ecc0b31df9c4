/**
 * Images in files, read when they are looked at.
 */
import { loadSharp } from "@marginalia/datasets/image/sharp"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import { fieldsOf } from "./fields.ts"
import { type Described, ItemProblem, type Items } from "./item.ts"
import type { MediaCache } from "./media-cache.ts"
import type { FileItems } from "./opened.ts"
import { type Picture, smallPicture, wholePicture } from "./picture.ts"

/** Raised when thumbnails look otherwise than before. */
const VERSION = 1

const gone = (id: string) => (cause: unknown) => new ItemProblem({ id, reason: { _tag: "Gone", cause } })

const strayed = (id: string) => new ItemProblem({ id, reason: { _tag: "Strayed" } })

/**
 * Where a listed file really lies. One in the folder stays in it; one that a link led out of the folder from the start is
 * where it was when it was first looked at.
 */
const makeLocate = Effect.fnUntraced(function*({ folder, ids, paths: files }: FileItems) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const root = yield* fs.realPath(folder).pipe(Effect.orElseSucceed(() => paths.resolve(folder)))
  const outside = new Map<number, string>(), seen = new Uint8Array(ids.length)
  return Effect.fnUntraced(function*(item: number) {
    const id = ids[item]!
    const real = yield* Effect.mapError(fs.realPath(files[item]!), gone(id))
    const inside = real.startsWith(root.endsWith(paths.sep) ? root : root + paths.sep)
    const first = outside.get(item)
    if (seen[item] === 1 && (inside ? first !== undefined : first !== real)) return yield* strayed(id)
    seen[item] = 1
    if (!inside) outside.set(item, real)
    return real
  })
})

/** The item's file with what tells it from what it was before. */
const keyOf = (path: string, info: FileSystem.File.Info, what: string): string =>
  createHash("sha256").update(
    [VERSION, path, String(info.size), String(info.mtime._tag === "Some" ? info.mtime.value.getTime() : 0), what]
      .join("\0")
  ).digest("hex").slice(0, 40)

const cardOf = ({ names, rows }: NonNullable<FileItems["fields"]>, item: number) =>
  fieldsOf(names, names.map((_, place) => place), (place) => rows[item]![place])

/** The part of {@link Items} that says how its images look. */
export const fileImages = Effect.fnUntraced(
  function*(opened: FileItems, cache: MediaCache, white: number | undefined) {
    const fs = yield* FileSystem.FileSystem, { ids } = opened
    const locate = yield* makeLocate(opened)
    const provide = Effect.provideService(FileSystem.FileSystem, fs)
    const pictureAt = Effect.fnUntraced(function*(item: number, path: string) {
      const bytes = yield* Effect.mapError(fs.readFile(path), gone(ids[item]!))
      return { id: ids[item]!, path, bytes, white } satisfies Picture as Picture
    })
    const at = Effect.fnUntraced(function*(item: number) {
      const path = yield* locate(item)
      const info = yield* Effect.mapError(fs.stat(path), gone(ids[item]!))
      return { path, info }
    })
    const media: Items["media"] = (item) =>
      Effect.gen(function*() {
        const { info, path } = yield* at(item)
        const picture = yield* pictureAt(item, path)
        return yield* wholePicture(picture, (make) => cache(keyOf(path, info, "whole"), make))
      }).pipe(provide)
    const thumb: Items["thumb"] = (item, edge) =>
      Effect.gen(function*() {
        const { info, path } = yield* at(item)
        const make = Effect.flatMap(pictureAt(item, path), (picture) => smallPicture(picture, edge))
        return yield* cache(keyOf(path, info, `${edge}`), make)
      }).pipe(provide)
    const sizes = new Map<number, Pick<Described, "width" | "height">>()
    const describe: Items["describe"] = Effect.fnUntraced(function*(item) {
      const found = sizes.get(item) ?? (yield* Effect.orElseSucceed(sizeOf(item), () => ({})))
      sizes.set(item, found)
      const said = opened.fields === undefined ? {} : { fields: cardOf(opened.fields, item) }
      return { id: ids[item]!, ...found, ...said }
    })
    const sizeOf = Effect.fnUntraced(function*(item: number) {
      const path = yield* locate(item), sharp = yield* loadSharp
      const { autoOrient: { height, width } } = yield* Effect.tryPromise(() => sharp(path).metadata())
      return { width, height }
    })
    return { media, thumb, describe }
  }
)
