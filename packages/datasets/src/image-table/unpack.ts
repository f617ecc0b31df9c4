/** The images in a parquet or Arrow file, unpacked once into the cache's folder, a row group at a time. */
import { Progress } from "@marginalia/core/Progress"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { cacheFolder } from "../cache-folder.ts"
import { FileProblem, type InvalidInput, toFileProblem } from "../files/errors.ts"
import { toInvalidInput } from "../files/parquet.ts"
import { swapFolder } from "../files/swap-folder.ts"
import { imageEnding } from "../image/sniff.ts"
import { openParquet, type ParquetFile } from "../parquet/file.ts"
import type { Column } from "../parquet/messages.ts"
import type { CellFile } from "../parquet/pack-files.ts"
import { chooseColumn } from "./choose.ts"
import {
  ABOUT,
  type About,
  fileOf,
  FILES,
  type Kept,
  type KeptRow,
  plainCell,
  readKept,
  rowLine,
  ROWS
} from "./kept.ts"

/** Raised when what is kept looks otherwise than before. */
const VERSION = 1

/** Files that are written at once. */
const AT_ONCE = 8

/** Milliseconds after which what an ended process left behind is taken away: a day. */
const STALE = 86_400_000

/** Another process has written it meanwhile. */
class There extends Data.TaggedError("There") {}

const hashOf = (path: string) =>
  Effect.tryPromise({
    try: async (signal) => {
      const hash = createHash("sha256")
      for await (const piece of createReadStream(path, { signal, highWaterMark: 1 << 20 })) hash.update(piece as Buffer)
      return hash.digest("hex")
    },
    catch: (cause) =>
      new FileProblem({ path, problem: "it cannot be read", hint: "check its permissions", cause, reason: "Denied" })
  })

/** The columns that hold images: those that say so, else those of bytes that begin as images do. */
const imageColumns = Effect.fnUntraced(function*({ columns, pieces, readFiles }: ParquetFile) {
  const stated = columns.filter(({ holds }) => holds === "image")
  if (stated.length > 0 || pieces[0] === undefined) return stated
  const found: Array<Column> = []
  for (const [place, column] of columns.entries()) {
    if (column.holds !== "bytes") continue
    const cells = yield* readFiles(pieces[0], place)
    if (cells.some(({ bytes }) => imageEnding(bytes) !== undefined)) found.push(column)
  }
  return found
})

interface Plan {
  readonly file: ParquetFile
  readonly place: number
  /** The places of the columns whose cells are kept: not those of bytes, which no row can show. */
  readonly others: ReadonlyArray<number>
  readonly about: About
}

const planOf = Effect.fnUntraced(function*(file: ParquetFile) {
  const [first, ...more] = (yield* imageColumns(file)).map(({ name }) => name)
  if (first === undefined) return Option.none<Plan>()
  const { columns, ranges } = file, column = chooseColumn([first, ...more])
  const others = columns.flatMap(({ holds }, place) => holds === undefined ? [place] : [])
  const about: About = {
    version: VERSION,
    column,
    others: [first, ...more].filter((name) => name !== column),
    names: others.map((place) => columns[place]!.name),
    lists: others.flatMap((place, i) => columns[place]!.isList ? [i] : []),
    classed: others.flatMap((place) => columns[place]!.isClasses === true ? [columns[place]!.name] : []),
    rows: ranges.at(-1)?.rowEnd ?? 0
  }
  return Option.some<Plan>({ file, place: columns.findIndex(({ name }) => name === column), others, about })
})

const writeImages = Effect.fnUntraced(function*(made: string, cells: ReadonlyArray<CellFile>, from: number) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const named = cells.map(({ bytes, path = null }, i) => ({
    bytes,
    path,
    file: fileOf(from + i, imageEnding(bytes) ?? ".bin")
  }))
  const folders = new Set(named.map(({ file }) => paths.dirname(paths.join(made, file))))
  yield* Effect.forEach(folders, (folder) => fs.makeDirectory(folder, { recursive: true }), { discard: true })
  yield* Effect.forEach(named, ({ bytes, file }) => fs.writeFile(paths.join(made, file), bytes), {
    concurrency: AT_ONCE,
    discard: true
  })
  return named
})

/** Fills a new folder: files, rows, and last what is said of them. */
const writeKept = Effect.fnUntraced(function*(path: string, made: string, { about, file, others, place }: Plan) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, { report } = yield* Progress
  const fail = Effect.mapError(toFileProblem(made)), toError = Effect.mapError(toInvalidInput(path, "parquet"))
  yield* fs.makeDirectory(paths.join(made, FILES), { recursive: true }).pipe(fail)
  const lines = yield* fs.open(paths.join(made, ROWS), { flag: "wx" }).pipe(fail)
  let cells: ReadonlyArray<ArrayLike<unknown>> = []
  for (const { range, within } of file.pieces) {
    if (range.rowStart === within.rowStart) cells = yield* file.read(within, others).pipe(toError)
    const images = yield* file.readFiles({ range, within }, place).pipe(toError)
    const named = yield* writeImages(made, images, range.rowStart).pipe(fail)
    const from = range.rowStart - within.rowStart
    const rows = named.map(({ file, path }, i): KeptRow => ({
      file,
      path,
      cells: cells.map((column) => plainCell(column[from + i]))
    }))
    yield* lines.writeAll(new TextEncoder().encode(rows.map(rowLine).join(""))).pipe(fail)
    yield* report({ step: "unpack", done: range.rowEnd, total: about.rows })
  }
  yield* fs.writeFileString(paths.join(made, ABOUT), JSON.stringify(about)).pipe(fail)
}, Effect.scoped)

/** What processes that were ended left beside the folder, when that is long ago. */
const removeStale = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, now = yield* Clock.currentTimeMillis
  const parent = paths.dirname(folder)
  const left = (yield* fs.readDirectory(parent)).filter((name) => /^\.[0-9a-f]{64}\..*\.(?:tmp|old)$/.test(name))
  for (const name of left) {
    const { mtime } = yield* fs.stat(paths.join(parent, name))
    if (now - Option.match(mtime, { onNone: () => now, onSome: (date) => date.getTime() }) < STALE) continue
    yield* fs.remove(paths.join(parent, name), { recursive: true, force: true })
  }
}, (effect) => Effect.ignore(effect))

const remove = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  yield* Effect.ignore(fs.remove(folder, { recursive: true, force: true }))
})

/** Writes the folder; where another process was there first, what it wrote is taken. */
const keep = Effect.fnUntraced(function*(path: string, folder: string, plan: Plan) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  yield* fs.makeDirectory(paths.dirname(folder), { recursive: true }).pipe(Effect.mapError(toFileProblem(folder)))
  yield* removeStale(folder)
  const isWhole = Effect.map(readKept(folder), (kept) => kept !== undefined)
  const check = Effect.gen(function*() {
    if (yield* isWhole) return yield* new There()
    return yield* Effect.orElseSucceed(fs.exists(folder), () => false)
  })
  const swap = swapFolder<FileProblem | InvalidInput | There, FileSystem.FileSystem | Path.Path>(folder, {
    write: (made) => writeKept(path, made, plan),
    check,
    remove
  })
  yield* swap.pipe(
    Effect.catchTag("There", () => Effect.void),
    Effect.catch((error) => Effect.flatMap(isWhole, (is) => is ? Effect.void : Effect.fail(error)))
  )
})

/** A table's images as files. */
export interface Unpacked extends Kept {
  /** The folder that holds them. */
  readonly folder: string
}

/**
 * The images in the parquet or Arrow file at `path`, as files in the cache's folder (`MARGINALIA_CACHE`), where they are kept by the
 * file's hash: unpacked once, whole or not at all, a row group at a time in memory. None where no column holds images. Cells
 * that hold none are files that are no images.
 *
 * Fails with `InvalidInput` for what is no such file, and with `FileProblem` where it cannot be read, or the folder written.
 */
export const unpackImages = Effect.fn("datasets.unpackImages")(function*(path: string) {
  const paths = yield* Path.Path
  const folder = paths.join(yield* cacheFolder, "images", yield* hashOf(path))
  const known = yield* readKept(folder)
  if (known !== undefined) return Option.some<Unpacked>({ folder, ...known })
  const file = yield* Effect.mapError(openParquet({ path }), toInvalidInput(path, "parquet"))
  const plan = yield* Effect.mapError(planOf(file), toInvalidInput(path, "parquet"))
  if (Option.isNone(plan)) return Option.none<Unpacked>()
  yield* keep(path, folder, plan.value)
  const kept = yield* readKept(folder)
  if (kept !== undefined) return Option.some<Unpacked>({ folder, ...kept })
  return yield* new FileProblem({
    path: folder,
    problem: "what was unpacked is not there",
    hint: "check this disk, or set MARGINALIA_CACHE to a folder on another",
    reason: "Changed"
  })
}, Effect.scoped)
