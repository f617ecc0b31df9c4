/** The images of a table, as a folder of images is listed. */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { type FileProblem, InvalidInput } from "../files/errors.ts"
import type { FolderOptions, Listing } from "../image/folder.ts"
import { lookAtParquet } from "../parquet/file.ts"
import { otherColumns } from "./choose.ts"
import { type ImageColumns, listTable } from "./listing.ts"
import { namedImages } from "./named-files.ts"
import type { ImageRows } from "./rows.ts"
import { type Shards, shardsAt } from "./shards.ts"
import { type Unpacked, unpackImages } from "./unpack.ts"

/** How a table of images is listed. */
export interface ListTableOptions extends ImageColumns, Pick<FolderOptions, "labels"> {}

const TEXT = /\.(?:csv|tsv|tab|jsonl|ndjson)(?:\.gz)?$/i
const BINARY = /\.(?:parquet|arrow|feather|ipc)$/i

/** Whether a column may hold images; what cannot be read is told by whoever reads it as a table. */
const mayHold = (path: string) =>
  Effect.map(lookAtParquet(path), (columns) => columns.some(({ holds }) => holds !== undefined)).pipe(
    Effect.orElseSucceed(() => false)
  )

const toRows = Effect.fnUntraced(function*(path: string, { about, folder, rows }: Unpacked) {
  const paths = yield* Path.Path
  const { classed, lists, names } = about
  return {
    folder,
    names,
    lists: new Set(lists),
    classed,
    rows: rows.map(({ cells }) => cells),
    images: rows.map(({ file, path: own }, row) => ({
      file: paths.join(folder, file),
      path: own ?? undefined,
      called: `${path}, row ${row}`
    }))
  } satisfies ImageRows as ImageRows
})

const unpacked = Effect.fnUntraced(function*(path: string) {
  if (!(yield* mayHold(path))) return Option.none<ImageRows>()
  const found = yield* unpackImages(path)
  if (Option.isNone(found)) return Option.none<ImageRows>()
  const { about: { column, others } } = found.value
  yield* Effect.forEach(otherColumns(column, others), note)
  return Option.some(yield* toRows(path, found.value))
})

/** Tables one after the other. Fails where their columns differ. */
const joined = Effect.fnUntraced(function*({ files }: Shards, tables: ReadonlyArray<ImageRows>) {
  const [first] = tables, { names } = first!
  const other = tables.findIndex((table) => table.names.join("\0") !== names.join("\0"))
  if (other >= 0) {
    return yield* new InvalidInput({
      path: files[other]!.path,
      problem: Message.text`its columns are ${Quote.list(tables[other]!.names)}, and those of ${files[0].path} are ${
        Quote.list(names)
      }`,
      hint: "name files that are of one table",
      reason: "Mismatch",
      value: tables[other]!.names.join(", "),
      expected: names.join(", ")
    })
  }
  const parts = files.flatMap(({ part }, i) => part === undefined ? [] : tables[i]!.images.map(() => part))
  return {
    ...first!,
    lists: new Set(tables.flatMap(({ lists }) => [...lists])),
    images: tables.flatMap(({ images }) => images),
    rows: tables.flatMap(({ rows }) => rows),
    ...(parts.length === 0 ? {} : { parts })
  } satisfies ImageRows as ImageRows
})

const together = Effect.fnUntraced(function*(shards: Shards) {
  const tables = yield* Effect.forEach(shards.files, ({ path }) => unpacked(path))
  const [missing, ...more] = shards.missing
  if (tables.some(Option.isNone)) return Option.none<ImageRows>()
  if (missing !== undefined) {
    const also = more.length === 0 ? "" : ` and ${more.length} more`
    yield* note(`note: by their names, there are more files of this table: ${missing}${also} not here`)
  }
  return Option.some(yield* joined(shards, tables.flatMap(Option.toArray)))
})

const rowsAt = Effect.fnUntraced(function*(path: string, options: ListTableOptions) {
  const fs = yield* FileSystem.FileSystem
  const type = yield* Effect.orElseSucceed(Effect.map(fs.stat(path), (info) => info.type), () => undefined)
  if (type === "File" && TEXT.test(path)) return yield* namedImages(path, options)
  if (type === "File") return BINARY.test(path) ? yield* unpacked(path) : Option.none<ImageRows>()
  const shards = type === "Directory" || path.includes("*") ? yield* shardsAt(path) : undefined
  return shards === undefined ? Option.none<ImageRows>() : yield* together(shards)
})

/**
 * The images that a table holds or names, with their labels, parts and whatever else it says of them; none where it is no table of
 * images. `path` names
 *
 * - a parquet or Arrow file with a column of images: Hugging Face's form, or bytes of image files. They are unpacked once into the
 *   cache's folder; see {@link unpackImages};
 * - several such files: a folder of them, or a name with `*` for any letters. Their names say train, validation and test;
 * - a csv or jsonl file one of whose columns names image files; see {@link namedImages}.
 *
 * Which column holds ids, labels and splits the rules of tables say, and `options`, by default none. Fails with `InvalidInput` and
 * `FileProblem` as tables do.
 */
export const listImageTable = Effect.fn("datasets.listImageTable")(function*(
  path: string,
  options: ListTableOptions = {}
): Effect.fn.Return<
  Option.Option<Listing>,
  InvalidInput | FileProblem,
  FileSystem.FileSystem | Path.Path
> {
  const table = yield* rowsAt(path, options)
  if (Option.isNone(table)) return Option.none()
  const paths = yield* Path.Path
  const name = paths.basename(path).replace(/(?:-\d+-of-\d+)?(\.[^.]*?)(\.gz)?$/i, "").replace(/[*\s]+/g, "") ||
    "images"
  return Option.some(yield* listTable(path, name, table.value, options, options.labels !== "none"))
})
