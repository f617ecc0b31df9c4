/** Images out of a table, kept as files in the cache's folder, with the rows that they stand in. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"

/** The description, the rows, and the folder of the files. */
export const ABOUT = "about.json", ROWS = "rows.jsonl", FILES = "files"

/** So many files lie in a folder. */
const TOGETHER = 1000

const About = Schema.Struct({
  version: Schema.Literals([1]),
  /** The column that they were in, and the others that hold images. */
  column: Schema.String,
  others: Schema.Array(Schema.String),
  names: Schema.Array(Schema.String),
  lists: Schema.Array(Schema.Natural),
  classed: Schema.Array(Schema.String),
  rows: Schema.Natural
})

/** What is said of the images of a table. */
export type About = typeof About.Type

/** A row: the image's file below the folder, what the table calls it, and the cells of the other columns. */
export interface KeptRow {
  readonly file: string
  readonly path: string | null
  readonly cells: ReadonlyArray<unknown>
}

/** What was kept. */
export interface Kept {
  readonly about: About
  readonly rows: ReadonlyArray<KeptRow>
}

/** Where the image of a row lies, below the folder. */
export const fileOf = (row: number, ending: string): string => `${FILES}/${Math.floor(row / TOGETHER)}/${row}${ending}`

/** A cell as it goes through JSON; bytes do not. */
export const plainCell = (value: unknown): unknown => {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return null
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, plainCell)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainCell(inner)]))
}

/** The line of a row. */
export const rowLine = (row: KeptRow): string => `${JSON.stringify([row.file, row.path, ...row.cells])}\n`

const rowOf = (line: string): KeptRow => {
  const [file, path, ...cells] = JSON.parse(line) as [string, string | null, ...ReadonlyArray<unknown>]
  return { file, path, cells }
}

/** How many files there are, so that a folder which someone tidied is not taken for whole. */
const countFiles = Effect.fnUntraced(function*(folder: string, rows: number) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const folders = Array.from({ length: Math.ceil(rows / TOGETHER) }, (_, i) => paths.join(folder, FILES, String(i)))
  const counts = yield* Effect.forEach(folders, (path) => Effect.map(fs.readDirectory(path), (names) => names.length))
  return counts.reduce((sum, count) => sum + count, 0)
})

/** What is kept in a folder; undefined where that is nothing, or not whole. */
export const readKept = Effect.fnUntraced(
  function*(folder: string) {
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
    const text = yield* fs.readFileString(paths.join(folder, ABOUT))
    const about = yield* Schema.decodeEffect(Schema.fromJsonString(About))(text)
    const lines = (yield* fs.readFileString(paths.join(folder, ROWS))).split("\n").slice(0, -1)
    if (lines.length !== about.rows || (yield* countFiles(folder, about.rows)) !== about.rows) return undefined
    const rows = yield* Effect.try(() => lines.map(rowOf))
    return { about, rows } satisfies Kept as Kept
  },
  Effect.orElseSucceed((): Kept | undefined => undefined)
)
