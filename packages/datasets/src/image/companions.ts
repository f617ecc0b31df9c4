/** What lies in a folder of images and is none: passed over, and said. */
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { DatasetError } from "../errors.ts"
import { entriesOf, imagesBelow } from "./walk.ts"

const IMAGES = /^(?:images?|imgs?|jpegimages)$/i
const COMPANION = /^(?:labels?|annotations?|labelstxt|ground[-_ ]?truth)$/i

/** The folders without those that hold what was said of the images in a folder beside them, as YOLO's `labels` does. */
export const withoutCompanions = Effect.fnUntraced(function*(folder: string, folders: ReadonlyArray<string>) {
  if (!folders.some((name) => IMAGES.test(name))) return folders
  const paths = yield* Path.Path
  const kept = yield* Effect.filter(folders, (name) =>
    COMPANION.test(name)
      ? Effect.map(imagesBelow(paths.join(folder, name)), (images) => images.length > 0)
      : Effect.succeed(true))
  const left = folders.filter((name) => !kept.includes(name))
  if (left.length > 0) {
    yield* note(`note: ${left.map((name) => paths.join(folder, name)).join(" and ")} holds no image, and is no class`)
  }
  return kept
})

/** The only folder, where images are in it by its name. */
export const onlyImages = (folders: ReadonlyArray<string>): string | undefined => {
  const [name = "", ...more] = folders
  return more.length === 0 && IMAGES.test(name) ? name : undefined
}

/** What is no image below a folder, by ending or name. */
const othersBelow = (
  folder: string
): Effect.Effect<ReadonlyArray<string>, DatasetError, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const paths = yield* Path.Path
    const { folders, others } = yield* entriesOf(folder)
    const below = yield* Effect.forEach(folders, (name) => othersBelow(paths.join(folder, name)))
    return [
      ...others.map((name) => name.endsWith("/") ? name : paths.extname(name).toLowerCase() || name),
      ...below.flat()
    ]
  })

/** The kinds and counts of what is passed over below a folder, as words; empty where nothing is. */
export const passedOver = Effect.fnUntraced(function*(folder: string) {
  const kinds = Map.groupBy(yield* othersBelow(folder), (kind) => kind)
  const sorted = [...kinds].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
  const words = sorted.slice(0, 6).map(([kind, all]) => `${all.length} ${kind}`)
  return sorted.length > 6 ? `${words.join(", ")} and ${counted(sorted.length - 6, "kind")} more` : words.join(", ")
})
