/**
 * Labels by place: a folder a class, maybe below `train`, `val` and `test`.
 */
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import type { InputFault } from "../fault.ts"
import { InvalidInput } from "../files/errors.ts"
import { entriesOf, imagesBelow } from "../image/walk.ts"
import type { LabelRecord, Reading } from "./reading.ts"

const PART = /^(?:train|training|val|valid|validation|test|testing)$/i

/** Whether all folders are parts of a data set. */
export const areParts = (folders: ReadonlyArray<string>): boolean =>
  folders.length > 0 && folders.every((name) => PART.test(name))

const recordsIn = Effect.fnUntraced(function*(root: string, prefix: string, classes: ReadonlyArray<string>) {
  const paths = yield* Path.Path
  const found = yield* Effect.forEach(
    classes,
    (label) =>
      Effect.map(imagesBelow(paths.join(root, prefix, label)), (files) =>
        files.map((file): LabelRecord => {
          const path = [prefix, label, file].filter((part) => part !== "").join("/")
          return { names: { file: path }, label, where: `at ${path}` }
        }))
  )
  return found.flat()
})

/**
 * The images below `root`, each labeled by the folder that it is in, directly or below; parts are no classes. With the
 * hash of the list, which names the labels as a file's hash names a file.
 */
export const folderLabels = Effect.fnUntraced(function*(root: string) {
  const paths = yield* Path.Path
  const refuse = (problem: string, hint: string, fault: InputFault) =>
    new InvalidInput({ path: root, problem, hint, ...fault })
  const walk = Effect.gen(function*() {
    const { folders, images } = yield* entriesOf(root)
    if (!areParts(folders)) return { unclassed: images, records: yield* recordsIn(root, "", folders) }
    const parts = yield* Effect.forEach(folders, (part) =>
      Effect.gen(function*() {
        const { folders: classes, images: unclassed } = yield* entriesOf(paths.join(root, part))
        return { unclassed: unclassed.map((name) => `${part}/${name}`), records: yield* recordsIn(root, part, classes) }
      }))
    return {
      unclassed: [...images, ...parts.flatMap(({ unclassed }) => unclassed)],
      records: parts.flatMap(({ records }) => records)
    }
  })
  const { unclassed, records } = yield* Effect.mapError(
    walk,
    ({ message }) => refuse(message, "check the folder", { reason: "Format", expected: "a folder of images" })
  )
  if (records.length === 0) {
    return yield* refuse("there are no folders of images in it", "as labels, a folder holds a folder a class", {
      reason: "Empty"
    })
  }
  const hash = createHash("sha256").update(records.map(({ names }) => `${names["file"]!}\n`).join("")).digest("hex")
  const notes = unclassed.length === 0
    ? []
    : [`${unclassed.length} images lie in no class (${unclassed[0]!}, …): not labeled`]
  return { reading: { form: "folder", records, notes } satisfies Reading as Reading, sha256: hash }
})
