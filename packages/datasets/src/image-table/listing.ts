/** The rows of a table of images as a list of images in their parts, with ids, labels and what else is known of each. */
import * as Effect from "effect/Effect"
import { classNumbers, sortedClasses } from "../class-order.ts"
import { cellName, isBlank, shown } from "../files/cell.ts"
import { decoding, Malformed } from "../files/errors.ts"
import { type ColumnChoice, type Places, placesOf } from "../files/roles.ts"
import { uniqueIds } from "../files/unique-ids.ts"
import type { Listing } from "../image/folder.ts"
import type { ImageList } from "../image/stream.ts"
import { isImage } from "../image/walk.ts"
import { type PartName, partNamed } from "../part-names.ts"
import { imageIds } from "./image-ids.ts"
import type { ImageRows } from "./rows.ts"

/** What a person says of the columns of a table of images; see `files/roles.ts`. */
export type ImageColumns = Pick<ColumnChoice, "idColumn" | "labelColumn" | "splitColumn" | "noHeader">

const endingOf = (file: string): string => isImage(file) ? file.slice(file.lastIndexOf(".")) : ""

const idsOf = ({ images, names, rows }: ImageRows, { id }: Places): ReadonlyArray<string> =>
  id < 0
    ? imageIds(images.map(({ path }) => path), images.map(({ file }) => endingOf(file)))
    : uniqueIds(rows.map((row, i) => cellName(row[id], names[id]!, { row: i })))

const labelsOf = ({ names, rows }: ImageRows, { label }: Places): ReadonlyArray<string | undefined> | undefined => {
  if (label < 0) return undefined
  const labels = rows.map((row, i) =>
    isBlank(row[label]) ? undefined : cellName(row[label], names[label]!, { row: i }).trim()
  )
  return labels.every((name) => name === undefined) ? undefined : labels
}

const partsOf = ({ parts, rows }: ImageRows, { split }: Places): ReadonlyArray<PartName> | undefined => {
  if (split < 0) return parts
  return rows.map((row, i) => {
    const word = row[split], part = partNamed(String(word))
    if (part !== undefined) return part
    throw new Malformed(`row ${i} is of the split ${shown(word)}`, "there are train, val and test", {
      reason: "Unknown",
      row: i,
      setting: "splitColumn",
      value: word,
      allowed: ["train", "val", "test"]
    })
  })
}

const HIDDEN: ReadonlySet<string> = new Set(["label", "split", "prediction"])

const listing = (name: string, table: ImageRows, options: ImageColumns, labeled: boolean): Listing => {
  const { folder, images, names, rows } = table
  if (rows.length === 0) {
    throw new Malformed("the file has no rows of data", "a pool needs at least one item", { reason: "Empty" })
  }
  const places = placesOf(names, table.lists, { ...options, classed: table.classed })
  const ids = idsOf(table, places), labels = labeled ? labelsOf(table, places) : undefined
  const classNames = sortedClasses(labels?.filter((label) => label !== undefined) ?? [])
  const numbers = labels === undefined ? undefined : classNumbers(classNames, labels)
  const shown = names.flatMap((_, at) => at === places.id || HIDDEN.has(places.roles[at]!) ? [] : [at])
  const parts = partsOf(table, places)
  const of = (part: PartName): ImageList => {
    const at = rows.flatMap((_, i) => (parts?.[i] ?? "train") === part ? [i] : [])
    return {
      ids: at.map((i) => ids[i]!),
      paths: at.map((i) => images[i]!.file),
      called: at.map((i) => images[i]!.called),
      ...(numbers === undefined ? {} : { labels: Int32Array.from(at, (i) => numbers[i]!) }),
      fields: { names: shown.map((place) => names[place]!), rows: at.map((i) => shown.map((place) => rows[i]![place])) }
    }
  }
  const train = of("train"), validation = of("validation"), test = of("test")
  if (train.ids.length === 0) {
    throw new Malformed("no row is of the split train", "name a table that has some", {
      reason: "Missing",
      expected: "rows to train with"
    })
  }
  const later = test.ids.length > 0 ? test : validation
  return {
    name,
    folder,
    classNames,
    train,
    ...(test.ids.length > 0 && validation.ids.length > 0 ? { validation } : {}),
    ...(later.ids.length > 0 ? { test: later } : {})
  }
}

/**
 * The images of a table, called `name`, in their parts: those that a column of splits says, else all to train with. Ids are those
 * of a column `id`, else what the table calls the files, else the rows' numbers; with `labeled`, labels are those of the column
 * that is named like labels, −1 where a cell is blank. Fails with `InvalidInput`.
 */
export const listTable = (
  path: string,
  name: string,
  table: ImageRows,
  options: ImageColumns,
  labeled: boolean
) => decoding(path, () => listing(name, table, options, labeled)).pipe(Effect.withSpan("datasets.listTable"))
