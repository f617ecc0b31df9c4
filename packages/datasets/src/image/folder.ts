/** What a folder of images is: images only, a folder a class, or these in parts to train and to test. */
import * as Message from "@marginalia/core/Message"
import { note, Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import type { FileSystem } from "effect/FileSystem"
import * as Path from "effect/Path"
import { sortedClasses } from "../class-order.ts"
import { type DatasetError, mismatch } from "../errors.ts"
import { type PartName, partNamed } from "../part-names.ts"
import { onlyImages, passedOver, withoutCompanions } from "./companions.ts"
import type { ImageList } from "./stream.ts"
import { entriesOf, imagesBelow } from "./walk.ts"

/** Images that were found and not yet read, in their parts. */
export interface Listing {
  /** The folder's own name. */
  readonly name: string
  /** The folder's path. */
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
    const others = yield* passedOver(folder)
    const problem = `this folder is a class by its place and holds no image${others === "" ? "" : ` (${others})`}`
    const without = Message.setting("labels", { value: "none" })
    const hint = Message.text`remove it, or take the images without labels (${without})`
    return yield* mismatch([folder], Message.text`${problem}; ${hint}`)
  }
  const labels = Int32Array.from(lists.flatMap(({ ids }, label) => ids.map(() => label)))
  const ids = lists.flatMap(({ ids }) => ids), files = lists.flatMap(({ paths }) => paths)
  return { ids, paths: files, labels, classNames: classes } satisfies Part
})

/** A part as it is: labeled by its folders where no image lies beside them and there are two, or one that is `known`. */
const partAt = Effect.fnUntraced(
  function*(root: string, part: string, { labels = "folders" }: FolderOptions, known: ReadonlyArray<string> = []) {
    const paths = yield* Path.Path
    const { folders: all, images } = yield* entriesOf(paths.join(root, part))
    const folders = yield* withoutCompanions(paths.join(root, part), all)
    if (labels === "folders" && images.length > 0 && folders.length > 1) {
      const loose = `${images[0]}${images.length === 1 ? "" : ` and ${images.length - 1} more`}`
      yield* note(`note: ${loose} in ${paths.join(root, part)} lie beside folders, so that these are no classes`)
    }
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

/** Folders by the part that they are, and those that are none. Fails where two are the same part. */
const partFolders = Effect.fnUntraced(function*(root: string, folders: ReadonlyArray<string>) {
  const named = Map.groupBy(folders, partNamed), strangers = named.get(undefined) ?? []
  for (const [part, names] of named) {
    if (part === undefined || names.length === 1) continue
    const problem = `these folders are all the part ${part}; bring them together, or remove one`
    return yield* mismatch(names.map((name) => `${root}/${name}`), problem)
  }
  const of = (part: PartName) => named.get(part)?.[0]
  return { train: of("train"), validation: of("validation"), test: of("test"), strangers }
})

interface Names extends Effect.Success<ReturnType<typeof partFolders>> {
  readonly train: string
}

const parts = Effect.fnUntraced(function*(root: string, base: string, names: Names, options: FolderOptions) {
  const paths = yield* Path.Path
  if (names.strangers.length > 0) {
    const folders = names.strangers.map((name) => paths.join(root, base + name)).join(" and ")
    yield* note(`note: ${folders} passed over: beside ${names.train}, only validation and test are parts`)
  }
  const { classNames, ...train } = yield* partAt(root, base + names.train, options)
  const later = (name: string | undefined) =>
    name === undefined
      ? Effect.succeed(undefined)
      : Effect.flatMap(
        partAt(root, base + name, options, classNames),
        (found) => relabeled(root, base + name, classNames, found)
      )
  const validation = yield* later(names.validation), test = yield* later(names.test)
  return {
    classNames,
    train,
    ...(validation === undefined || test === undefined ? {} : { validation }),
    ...(test ?? validation) === undefined ? {} : { test: (test ?? validation)! }
  }
})

/** Parts, or all that there is; `base` is the folder in `root` that the images are in. */
const found = Effect.fnUntraced(function*(root: string, options: FolderOptions) {
  const paths = yield* Path.Path
  const { folders: all, images } = yield* entriesOf(root)
  const quiet = Effect.provideService(Notices, { say: () => Effect.void })
  const inner = images.length > 0 ? undefined : onlyImages(yield* quiet(withoutCompanions(root, all)))
  const base = inner === undefined || all.length === 1 ? "" : `${inner}/`
  const within = base === "" ? { folders: all, images } : yield* entriesOf(paths.join(root, base))
  const names = yield* partFolders(paths.join(root, base), within.images.length > 0 ? [] : within.folders)
  if (base !== "" && names.train !== undefined) yield* withoutCompanions(root, all)
  return names.train === undefined
    ? yield* Effect.map(partAt(root, "", options), ({ classNames, ...train }) => ({ classNames, train }))
    : yield* parts(root, base, { ...names, train: names.train }, options)
})

/**
 * What is in a folder of images. With a folder `train` (in any case): parts, each with a folder a class or with images
 * only; without: a folder a class, or images only. Classes are in the one order of `sortedClasses` (numbers by value),
 * images class by class, those of each by name (code units); ids are paths relative to the folder, with `/` between.
 *
 * Files that are no images by their ending are passed over and said to be; hidden ones are passed over. Of YOLO's
 * `images` and `labels` the images are taken. Fails with {@link DatasetError}: no image at all, a class without images,
 * a class to test with that is not trained with.
 *
 * By default of `options`, folders are classes where there are two at least and no image lies beside them.
 */
export const listFolder = Effect.fn("datasets.listFolder")(function*(
  folder: string,
  options: FolderOptions = {}
): Effect.fn.Return<Listing, DatasetError, FileSystem | Path.Path> {
  const paths = yield* Path.Path
  const name = paths.basename(paths.resolve(folder))
  const listing = yield* found(folder, options)
  const others = yield* passedOver(folder)
  if (listing.train.ids.length > 0) {
    if (others !== "") yield* note(`note: ${others} in ${folder} passed over: no images, by their names`)
    return { name, folder, ...listing }
  }
  const problem = "there is no image in this folder or below (jpg, jpeg, png, webp, gif, tif, tiff, avif)"
  return yield* mismatch([folder], others === "" ? problem : `${problem}; it holds ${others}`)
})
