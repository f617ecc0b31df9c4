/** The size of a folder's images where a person does not say it. */
import * as Message from "@marginalia/core/Message"
import { note, Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import { listImages } from "../own.ts"
import { commonSize } from "./common-size.ts"

/** What takes the items. */
export interface Wanted {
  /** The shape that it takes: an encoder's or a model's. */
  readonly shape?: ReadonlyArray<number> | undefined
  /** Whether it brings images to that shape itself: those of one size may be as they are. */
  readonly scales?: boolean | undefined
  /** Whether it takes small images only, as principal components of pixels do. */
  readonly small?: boolean | undefined
  /** The names of the columns that it learned from, where it takes vectors of a table; default: any, in their order. */
  readonly columns?: ReadonlyArray<string> | undefined
}

/** The side of images whose pixels are compared: 3,072 numbers in color. */
const SMALL = 32

/** A side beyond which pixels are too many to compare; in color, what 256 × 256 comes to. */
const LARGE = 256

/** The size and channels that a saved encoder or a model was made with; height and width, where they differ. */
const ofShape = Effect.fnUntraced(function*([tall = 0, wide = 0, channels = 0]: ReadonlyArray<number>) {
  yield* note(`images are scaled and cropped to ${tall} × ${wide}, as it was made with`)
  return { size: [tall, wide] as const, ...(channels === 1 ? { channels: 1 as const } : {}) }
})

/** The size that all images of a folder have; undefined where they differ. What the folder holds is said when it is read. */
const sizeOfAll = Effect.fnUntraced(function*(folder: string) {
  const listing = yield* listImages(folder, { labels: "none" }).pipe(
    Effect.provideService(Notices, { say: () => Effect.void })
  )
  if (listing === undefined) return { empty: true, size: undefined }
  const lists = [listing.train, listing.test].flatMap((list) => list === undefined ? [] : [list.paths])
  return { empty: false, size: yield* commonSize(lists.flat()) }
})

/** Nothing where all images have one size that is small enough; else {@link SMALL}, which is said. */
const smallOf = Effect.fnUntraced(function*(folder: string) {
  const { empty, size } = yield* sizeOfAll(folder)
  if (empty) return {}
  if (size !== undefined && Math.max(...size) <= LARGE) return {}
  const why = size === undefined ? "have different sizes" : `are ${size.join(" × ")}`
  const otherwise = Message.text`${Message.setting("size")} says otherwise`
  yield* note(Message.text`note: the images ${why}; they are scaled and cropped to ${SMALL} × ${SMALL} (${otherwise})`)
  return { size: SMALL }
})

/** Size and channels for the reader of the images at `path`: those that were given, else as what takes them wants it. */
export const sizing = Effect.fnUntraced(
  function*(path: string, given: number | undefined, kind: string, { scales, shape, small }: Wanted) {
    if (given !== undefined) return { size: given }
    if (kind !== "folder" && kind !== "table of images") return {}
    if (shape?.length === 3) {
      const size = scales === true ? (yield* sizeOfAll(path)).size : undefined
      // Images of one size that are not much too large are left to what scales them.
      return size !== undefined && Math.max(...size) <= 2 * Math.max(...shape) ? {} : yield* ofShape(shape)
    }
    return small === true ? yield* smallOf(path) : {}
  }
)
