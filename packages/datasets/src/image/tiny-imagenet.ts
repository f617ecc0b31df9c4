/**
 * TinyImageNet as Stanford's archive has it: `train/<class>/images`, `val/images` with `val/val_annotations.txt`, and
 * what the classes are called in `words.txt`. Its images to test have no labels, so those to validate are the test split.
 */
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { malformed, mismatch } from "../errors.ts"
import type { Listing } from "./folder.ts"
import { type Line, linesOf } from "./lines.ts"
import type { ImageList } from "./stream.ts"
import { entriesOf } from "./walk.ts"

/** The classes' names: the first that words.txt has, with the number where two classes share it. */
const namesOf = (classes: ReadonlyArray<string>, words: ReadonlyArray<Line>): ReadonlyArray<string> => {
  const all = new Map(words.map(({ text }) => text.split("\t") as [string, string]))
  const short = classes.map((wnid) => all.get(wnid)?.split(",")[0]!.trim() ?? wnid)
  return short.map((name, i) => short.indexOf(name) === short.lastIndexOf(name) ? name : `${name} (${classes[i]})`)
}

const trainIn = Effect.fnUntraced(function*(folder: string, classes: ReadonlyArray<string>) {
  const paths = yield* Path.Path
  const found = yield* Effect.forEach(classes, (wnid) => entriesOf(paths.join(folder, "train", wnid, "images")))
  const ids = found.flatMap(({ images }, label) => images.map((name) => `train/${classes[label]}/images/${name}`))
  const labels = Int32Array.from(found.flatMap(({ images }, label) => images.map(() => label)))
  return { ids, paths: ids.map((id) => paths.join(folder, id)), labels } satisfies ImageList
})

const testIn = Effect.fnUntraced(function*(folder: string, classes: ReadonlyArray<string>) {
  const paths = yield* Path.Path
  const path = paths.join(folder, "val", "val_annotations.txt")
  const to = new Map(classes.map((wnid, label) => [wnid, label]))
  const rows = (yield* linesOf(path)).map(({ offset, text }) => ({ offset, cells: text.split("\t") }))
  const wrong = rows.find(({ cells }) => cells.length < 2 || !to.has(cells[1]!))
  if (wrong !== undefined) {
    const problem = `"${
      wrong.cells.join(" ")
    }" is no image and one of the ${classes.length} classes; the file is corrupt`
    return yield* malformed(path, wrong.offset, problem)
  }
  const ids = rows.map(({ cells }) => `val/images/${cells[0]!}`)
  const seen = new Set<string>()
  const twice = ids.findIndex((id) => seen.size === seen.add(id).size)
  if (twice >= 0) {
    return yield* malformed(path, rows[twice]!.offset, `${ids[twice]} has an earlier line; the file is corrupt`)
  }
  const labels = Int32Array.from(rows, ({ cells }) => to.get(cells[1]!)!)
  return { ids, paths: ids.map((id) => paths.join(folder, id)), labels } satisfies ImageList
})

/**
 * What TinyImageNet's folder holds, unread: classes by their numbers (n01443537, …) in order, images by their names, those
 * to test as annotated. Fails with {@link DatasetError}, which names the byte of an annotation that is wrong.
 */
export const listTinyImagenet = Effect.fn("datasets.listTinyImagenet")(function*(folder: string, name: string) {
  const paths = yield* Path.Path
  const listed = paths.join(folder, "wnids.txt")
  const classes = (yield* linesOf(listed)).map(({ text }) => text).sort()
  const there = (yield* entriesOf(paths.join(folder, "train"))).folders
  if (there.join() !== classes.join()) {
    const problem =
      `${classes.length} classes and ${there.length} folders, which are not the same; unpack the archive again`
    return yield* mismatch([listed, paths.join(folder, "train")], problem)
  }
  const classNames = namesOf(classes, yield* linesOf(paths.join(folder, "words.txt")))
  const train = yield* trainIn(folder, classes), test = yield* testIn(folder, classes)
  return { name, folder, classNames, train, test } satisfies Listing
})
