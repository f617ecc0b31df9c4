/**
 * ISIC-2019 as the challenge offers it: a table of one-hot diagnoses and a folder of photographs, those to train with.
 * SUPClust's paper takes these and names no split: ours is seeded and stratified, 80 to 20.
 */
import * as Quote from "@marginalia/core/Quote"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { malformed, mismatch } from "../errors.ts"
import { holdOut } from "../hold-out.ts"
import type { Listing } from "./folder.ts"
import { type Line, linesOf } from "./lines.ts"
import type { ImageList } from "./stream.ts"

const TABLE = "ISIC_2019_Training_GroundTruth.csv", IMAGES = "ISIC_2019_Training_Input"

/** The columns after `image`; the last is for images to test only and empty here. */
const CLASSES = ["MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC"], HEADER = ["image", ...CLASSES, "UNK"].join()

/** What is wrong with a row, and its class. */
const classOf = (cells: ReadonlyArray<string>): number | string => {
  if (cells.length !== CLASSES.length + 2) return `${cells.length} cells where ${CLASSES.length + 2} are expected`
  const hot = cells.slice(1).map(Number)
  const label = hot.indexOf(1)
  if (hot.some((value) => value !== 0 && value !== 1) || label < 0 || hot.lastIndexOf(1) !== label) {
    return "not exactly one diagnosis"
  }
  return label < CLASSES.length ? label : "the diagnosis is unknown, which images to train with never are"
}

const rowsOf = Effect.fnUntraced(function*(path: string, [header, ...lines]: ReadonlyArray<Line>) {
  const found = header!.text.replace(/^\uFEFF/, "")
  if (found !== HEADER) {
    return yield* malformed(path, 0, `the header is ${Quote.value(found)} and not ${HEADER}; is this another table?`)
  }
  const ids: Array<string> = [], labels = new Int32Array(lines.length), seen = new Set<string>()
  for (const [i, { offset, text }] of lines.entries()) {
    const cells = text.split(","), id = cells[0]!, label = classOf(cells)
    if (typeof label === "string") {
      return yield* malformed(path, offset, `row ${i} (${id}): ${label}; copy or download it again`)
    }
    if (seen.size === seen.add(id).size) return yield* malformed(path, offset, `row ${i}: ${id} has an earlier row`)
    ids.push(id)
    labels[i] = label
  }
  return { ids, labels }
})

const pick = ({ ids, labels, paths }: ImageList & { readonly labels: Int32Array }, at: Uint32Array): ImageList => ({
  ids: Array.from(at, (i) => ids[i]!),
  paths: Array.from(at, (i) => paths[i]!),
  labels: Int32Array.from(at, (i) => labels[i]!)
})

/** How many items each class has. */
const countsOf = (labels: Int32Array): ReadonlyArray<number> =>
  CLASSES.map((_, label) => labels.reduce((count, found) => found === label ? count + 1 : count, 0))

/** What an ISIC-2019 folder is held to. */
export interface IsicOptions {
  /** The seed of the split; 0 by default. */
  readonly seed?: number
  /** How many images each class has; not checked where absent. */
  readonly counts?: ReadonlyArray<number>
}

/**
 * What ISIC-2019's folder holds, unread, in the table's order; ids are the images' names without ending. Every class gives
 * a fifth of its images to test, by the seed. Fails with {@link DatasetError}, which names the byte of a row that is wrong.
 */
export const listIsic = Effect.fn("datasets.listIsic")(
  function*(folder: string, name: string, classNames: ReadonlyArray<string>, { counts, seed = 0 }: IsicOptions = {}) {
    const paths = yield* Path.Path
    const table = paths.join(folder, TABLE)
    const { ids, labels } = yield* rowsOf(table, yield* linesOf(table))
    const found = countsOf(labels)
    if (counts !== undefined && found.join() !== counts.join()) {
      const [all, each] = [CLASSES.join(", "), counts.join(", ")]
      return yield* mismatch([table], `of ${all} there are ${found.join(", ")} where ${each} are expected`)
    }
    const list = { ids, labels, paths: ids.map((id) => paths.join(folder, IMAGES, `${id}.jpg`)) }
    const key = Rng.derive(Rng.fromSeed(seed), "isic-2019")
    const { held, kept } = yield* Effect.orDie(holdOut(key, { labels, classes: CLASSES.length }, 0.2))
    return { name, folder, classNames, train: pick(list, kept), test: pick(list, held) } satisfies Listing
  }
)
