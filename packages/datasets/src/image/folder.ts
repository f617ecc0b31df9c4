/** What a folder of images is: images only, a folder a class, or these in parts to train and to test. */
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import * as Path from "effect/Path"
import { sortedClasses } from "../class-order.ts"
import { type DatasetError, mismatch } from "../errors.ts"
import type { ImageList } from "./stream.ts"
import { entriesOf, imagesBelow } from "./walk.ts"

/** Images that were found and not yet read, in their parts. */
export interface Listing {
  readonly name: string
  readonly folder: string
  /** Empty where no labels are known. */
  readonly classNames: ReadonlyArray<string>
  /** All images, where there are no parts. */
  readonly train: ImageList
  /** `val` where there is `test` too. */
  readonly validation?: ImageList
  /** `test`, or `val` where there is no `test`. */
  readonly test?: ImageList
}

/** How a folder is taken. */
export interface FolderOptions {
  /** `none`: folders are no classes. By default they are, where there are two at least and no image lies beside them. */
  readonly labels?: "folders" | "none"
}

interface Part extends ImageList {
  readonly classNames: ReadonlyArray<string>
}

/** The images below a folder, without labels; ids are relative to `root`. */
const unlabeled = Effect.fnUntraced(function*(root: string, part: string) {
  const paths = yield* Path.Path
  const found = (yield* imagesBelow(paths.join(root, part))).map((path) => part === "" ? path : `${part}/${path}`)
  return { ids: found, paths: found.map((path) => paths.join(root, path)), classNames: [] } satisfies Part
})

/** A folder a class. A class without an image is refused: it is a mistake more often than not. */
const labeled = Effect.fnUntraced(function*(root: string, part: string, classes: ReadonlyArray<string>) {
  const paths = yield* Path.Path
  const prefix = part === "" ? "" : `${part}/`
  const lists = yield* Effect.forEach(classes, (name) => unlabeled(root, prefix + name))
  const empty = lists.findIndex(({ ids }) => ids.length === 0)
  if (empty >= 0) {
    const folder = paths.join(root, prefix + classes[empty]!)
    const problem =
      "this folder is a class by its place and holds no image; remove it, or take the images without labels"
    return yield* mismatch([folder], problem)
  }
  const labels = Int32Array.from(lists.flatMap(({ ids }, label) => ids.map(() => label)))
  const ids = lists.flatMap(({ ids }) => ids), files = lists.flatMap(({ paths }) => paths)
  return { ids, paths: files, labels, classNames: classes } satisfies Part
})

/** A part as it is: labeled by its folders where no image lies beside them and there are two, or one that is `known`. */
const partAt = Effect.fnUntraced(
  function*(root: string, part: string, { labels = "folders" }: FolderOptions, known: ReadonlyArray<string> = []) {
    const paths = yield* Path.Path
    const { folders, images } = yield* entriesOf(paths.join(root, part))
    const several = folders.length > 1 || folders.some((name) => known.includes(name))
    return labels === "folders" && images.length === 0 && several
      ? yield* labeled(root, part, sortedClasses(folders))
      : yield* unlabeled(root, part)
  }
)

/** A later part with the labels of the classes to train with. */
const relabeled = (
  root: string,
  part: string,
  classNames: ReadonlyArray<string>,
  found: Part
): Effect.Effect<ImageList, DatasetError> => {
  const { ids, labels, paths } = found
  if (labels === undefined || classNames.length === 0) return Effect.succeed({ ids, paths })
  const unknown = found.classNames.find((name) => !classNames.includes(name))
  if (unknown === undefined) {
    const to = found.classNames.map((name) => classNames.indexOf(name))
    return Effect.succeed({ ids, paths, labels: labels.map((label) => to[label]!) })
  }
  return Effect.fail(mismatch([`${root}/${part}/${unknown}`], "this class is not among those to train with"))
}

const parts = Effect.fnUntraced(function*(root: string, folders: ReadonlyArray<string>, options: FolderOptions) {
  const { classNames, ...train } = yield* partAt(root, "train", options)
  const later = (name: string) =>
    Effect.flatMap(partAt(root, name, options, classNames), (found) => relabeled(root, name, classNames, found))
  const val = ["val", "valid", "validation"].find((name) => folders.includes(name))
  const validation = val === undefined ? undefined : yield* later(val)
  const test = folders.includes("test") ? yield* later("test") : undefined
  return {
    classNames,
    train,
    ...(validation === undefined || test === undefined ? {} : { validation }),
    ...(test ?? validation) === undefined ? {} : { test: (test ?? validation)! }
  }
})

/**
 * What is in a folder of images. With a folder `train`: parts, each with a folder a class or with images only; without:
 * a folder a class, or images only. Classes are in the one order of `sortedClasses` (numbers by value), images class by class,
 * those of each by name (code units); ids are paths relative to the folder, with `/` between.
 *
 * Files that are no images by their ending, and hidden ones, are passed over. Fails with {@link DatasetError}: no image
 * at all, a class without images, a class to test with that is not trained with.
 */
export const listFolder = Effect.fn("datasets.listFolder")(function*(
  folder: string,
  options: FolderOptions = {}
): Effect.fn.Return<Listing, DatasetError, FileSystem | Path.Path> {
  const paths = yield* Path.Path
  const { folders, images } = yield* entriesOf(folder)
  const name = paths.basename(paths.resolve(folder))
  const found = folders.includes("train") && images.length === 0
    ? yield* parts(folder, folders, options)
    : yield* Effect.map(partAt(folder, "", options), ({ classNames, ...train }) => ({ classNames, train }))
  if (found.train.ids.length > 0) return { name, folder, ...found }
  const problem = "there is no image in this folder or below (jpg, jpeg, png, webp, gif, tif, tiff, avif)"
  return yield* mismatch([folder], problem)
})
