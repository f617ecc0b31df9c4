/** Tables of text whose rows name image files, as Hugging Face's `metadata.csv` beside images does. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { isBlank } from "../files/cell.ts"
import { toFileProblem } from "../files/errors.ts"
import { unpacked } from "../files/format.ts"
import { rawRows, type RawTable } from "../files/raw-rows.ts"
import { words } from "../files/role-names.ts"
import { placesOf } from "../files/roles.ts"
import { isImage } from "../image/walk.ts"
import type { ImageRows } from "./rows.ts"

/** What columns of files are called, the likeliest first. */
const NAMES =
  "filename file image img path filepath imagepath imgpath imagename imagefile imagefilename picture photo id"
    .split(" ")

type Table = Pick<RawTable, "names" | "rows">

/** How many rows are looked at before all of them are. */
const LOOKED = 20

const textAt = (row: ReadonlyArray<unknown>, place: number): string | undefined => {
  const value = row[place]
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined
}

/** Whether a column names images: all of the first cells that hold something, and one at least. */
const namesImages = (rows: RawTable["rows"], place: number): boolean => {
  const texts = rows.slice(0, LOOKED).flatMap((row) => textAt(row, place) ?? [])
  return texts.length > 0 && texts.every((text) => isImage(text) && !/^[a-z][a-z0-9+.-]+:\/\//i.test(text))
}

const isNumber = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "bigint" ||
  (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))

const isVector = (rows: RawTable["rows"], place: number): boolean => {
  const [first] = rows
  const value = first?.[place]
  return Array.isArray(value) ? value.length > 0 && value.every(isNumber) : isNumber(value)
}

/** Numbers beside the names make the table a pool of vectors, unless it is called as Hugging Face's tables of images are. */
const hasVector = ({ names, rows }: Table, path: string): boolean => {
  if (/(?:^|[/\\])metadata\.\w+$/i.test(path) && names.includes("file_name")) return false
  const lists = new Set(names.flatMap((_, place) => Array.isArray(rows[0]?.[place]) ? [place] : []))
  const { roles } = placesOf(names, lists)
  return roles.some((role, place) => role === "feature" && isVector(rows, place))
}

const columnIn = (table: Table, path: string): number => {
  const { names, rows } = table
  const places = NAMES.flatMap((name) => names.findIndex((own) => words(own).join("") === name))
  return places.find((place) => place >= 0 && namesImages(rows, place) && !hasVector(table, path)) ?? -1
}

const listsIn = (names: ReadonlyArray<string>, rows: RawTable["rows"]): ReadonlySet<number> =>
  new Set(names.flatMap((_, place) => rows.some((row) => Array.isArray(row[place])) ? [place] : []))

/** What is not there is told when it is read, as files of a folder are; none is there where the table lies elsewhere. */
const isThere = Effect.fnUntraced(function*(files: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  const found = yield* Effect.forEach(
    files.slice(0, LOOKED),
    (file) => Effect.orElseSucceed(fs.exists(file), () => false)
  )
  return found.includes(true)
})

const readTable = Effect.fnUntraced(function*(path: string, noHeader: boolean) {
  const fs = yield* FileSystem.FileSystem
  const bytes = new Uint8Array(yield* fs.readFile(path).pipe(Effect.mapError(toFileProblem(path))))
  const source = yield* unpacked({ path, bytes, sha256: "" })
  return yield* rawRows(source, /\.(?:jsonl|ndjson)(?:\.gz)?$/i.test(path) ? "jsonl" : "csv", noHeader)
})

const without = <A>(list: ReadonlyArray<A>, place: number): ReadonlyArray<A> => list.filter((_, i) => i !== place)

/**
 * The rows of a csv or jsonl table one of whose columns names image files (`file_name`, `image`, `path`, …), relative to the
 * table: all of its first cells, of which some are there. None where no column does, or where numbers beside it make vectors.
 *
 * None for what cannot be read, too: whoever reads it as a table says why.
 */
export const namedImages = Effect.fn("datasets.namedImages")(function*(
  path: string,
  options: { readonly noHeader?: boolean | undefined }
): Effect.fn.Return<Option.Option<ImageRows>, never, FileSystem.FileSystem | Path.Path> {
  const paths = yield* Path.Path, folder = paths.dirname(paths.resolve(path))
  const table = Option.getOrUndefined(yield* Effect.option(readTable(path, options.noHeader ?? false)))
  const place = table === undefined ? -1 : columnIn(table, path)
  if (table === undefined || place < 0) return Option.none()
  const { names, rows } = table
  const images = rows.map((row, i) => {
    const cell = textAt(row, place),
      file = cell === undefined ? paths.join(folder, `row ${i}`) : paths.resolve(folder, cell)
    return { file, path: cell, called: isBlank(cell) ? `${path}, row ${i}` : file }
  })
  if (!(yield* isThere(images.map(({ file }) => file)))) return Option.none()
  const rest = rows.map((row) => without(row, place)), others = without(names, place)
  return Option.some<ImageRows>({
    folder,
    names: others,
    lists: listsIn(others, rest),
    classed: [],
    images,
    rows: rest
  })
})
