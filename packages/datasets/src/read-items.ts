/** Items that a name, a folder or a file stands for: a data set, images, or a pool of vectors. */
import * as Message from "@marginalia/core/Message"
import { note, notes, Notices } from "@marginalia/core/Notices"
import type * as Registry from "@marginalia/core/Registry"
import { counted } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { classNumbers, sortedClasses } from "./class-order.ts"
import { columnsLike } from "./column-order.ts"
import { numbered } from "./dataset.ts"
import type { EmbeddingAbout } from "./files/embedding-about.ts"
import { InvalidInput } from "./files/errors.ts"
import { arrange } from "./files/image-layout.ts"
import { firstNonFinite } from "./files/numbers.ts"
import { type Named as NamedFile, poolFiles } from "./files/outputs.ts"
import { type Pool, type PoolColumns, readPool } from "./files/pool.ts"
import type { SplitName } from "./files/split-rows.ts"
import { listImageTable } from "./image-table/list.ts"
import { sizing, type Wanted } from "./image/size-wanted.ts"
import type { AnyItems, InputShape, Items } from "./items.ts"
import { knownDatasets } from "./known.ts"
import { planOf } from "./named.ts"
import { openImages } from "./own.ts"
import { UsageProblem } from "./problems.ts"
import { type Part, splitOf } from "./split.ts"

/** What is said of items beside where they are; by default nothing, which suits most. */
export interface ItemsOptions extends PoolColumns {
  /** Where a data set that was named lies. Default: `MARGINALIA_DATA` and the usual folders. */
  readonly folder?: string | undefined
  /** The side of the squares that images of a folder are scaled and cropped to. Default: as what takes them wants it. */
  readonly size?: number | undefined
  /** The value that is white in images of more than 8 bits a channel. Default: the largest, 1 for real numbers. */
  readonly white?: number | undefined
  /** Whether images that cannot be read are left out, and said. Default false. */
  readonly skipBad?: boolean | undefined
  /** `none`: the folders in a folder of images are no classes. Default: they are, where there are two at least. */
  readonly labels?: "folders" | "none" | undefined
  /** The rows of a pool are images of this shape: height, width, channels. Default: as the file says, else vectors. */
  readonly shape?: InputShape | undefined
  /** The data sets that have names. Default: this library's. */
  readonly registry?: Registry.Registry | undefined
}

/** What was found: the items asked for, with `ids` and, where they are known, `labels`; and what encoders are fitted to. */
export interface FoundItems extends Part {
  /** As the user called it. */
  readonly name: string
  /** What kind of thing that is. */
  readonly kind: "data set" | "folder" | "table of images" | "pool"
  /** Which part was asked for. */
  readonly split: SplitName
  /** Whether the ids are row numbers, for want of others. */
  readonly rowNumbers: boolean
  /** Empty where no classes are known. */
  readonly classNames: ReadonlyArray<string>
  /** The items to train: those asked for, or the training part where the test part was asked for. */
  readonly fit: AnyItems
  /** A pool's columns by name, and whether a person named them; undefined where the file has no names. */
  readonly columns?: { readonly names: ReadonlyArray<string> | undefined; readonly named: boolean } | undefined
  /** How a pool was embedded, where the description beside it says so. */
  readonly embedding?: EmbeddingAbout | undefined
  /** Whether these are some rows of a pool's file: labels may be of the others, too. */
  readonly isPart?: boolean
  /** The hash of a pool's file. */
  readonly sha256?: string | undefined
  /** Labeled items to test, where there are some beside those asked for. */
  readonly test: Part | undefined
}

const fromImages = Effect.fnUntraced(
  function*(name: string, options: ItemsOptions, kind: FoundItems["kind"], wanted: Wanted) {
    const { folder, idColumn, labelColumn, labels, noHeader, registry, skipBad = false, split = "train", white } =
      options
    const how = {
      ...(kind === "table of images" && { idColumn, labelColumn, noHeader }),
      ...(folder !== undefined && { folder }),
      ...(yield* sizing(name, options.size, kind, wanted)),
      ...(labels !== undefined && { labels }),
      ...(white !== undefined && { white }),
      skipBad
    }
    const plan = kind === "data set" && !knownDatasets.has(name) ? planOf(name, registry) : undefined
    const loaded = yield* (plan === undefined ? openImages(name, how) : (plan.open ?? plan.load)(how))
    const { skipped } = loaded
    for (const { path, problem } of skipped.slice(0, 20)) yield* note(Message.text`left out: ${path}: ${problem}`)
    if (skipped.length > 0) yield* note(`${counted(skipped.length, "image")} of ${name} left out`)
    return {
      name,
      kind,
      split,
      rowNumbers: false,
      classNames: loaded.classNames,
      ...yield* splitOf(loaded, split)
    } satisfies FoundItems as FoundItems
  }
)

const checkFinite = (path: string, data: Float32Array, cols: number): Effect.Effect<void, InvalidInput> => {
  const bad = firstNonFinite(data, cols)
  if (bad === undefined) return Effect.void
  const problem = `row ${bad.row}, column ${bad.col} holds ${bad.value}`
  return Effect.fail(
    new InvalidInput({
      path,
      problem,
      hint: "give finite numbers",
      reason: "Value",
      row: bad.row,
      value: bad.value,
      expected: "a finite number"
    })
  )
}

/** The labels that the pool's own table holds, as numbers of classes; −1 where a cell is blank. */
const labelsOf = ({ labels }: Pool): Pick<FoundItems, "classNames"> & { readonly labels?: Int32Array } => {
  const given = labels?.filter((label) => label !== undefined) ?? []
  if (labels === undefined || given.length === 0) return { classNames: [] }
  const classNames = sortedClasses(given)
  return { classNames, labels: classNumbers(classNames, labels) }
}

const fromPool = Effect.fnUntraced(function*(path: string, options: ItemsOptions, { columns }: Wanted) {
  const { features, idColumn, labelColumn, noHeader, split } = options
  const read = yield* readPool(path, { features, idColumn, labelColumn, noHeader, split, answers: true })
  const { ids, notes: said } = read
  yield* notes(said)
  const matrix = yield* columnsLike(read, columns)
  const pool = matrix === read.matrix ? read : { ...read, matrix, columnNames: columns }
  yield* checkFinite(path, matrix.data, matrix.cols)
  const items: Items = { rows: matrix.rows, ...(yield* arrange(pool, options.shape)) }
  const found: FoundItems = {
    name: path,
    kind: "pool",
    split: split ?? "all",
    rowNumbers: ids === undefined,
    ...labelsOf(pool),
    embedding: pool.embedding,
    sha256: pool.sha256,
    isPart: split !== undefined,
    columns: { names: pool.columnNames, named: features !== undefined },
    items,
    ids: ids ?? numbered(matrix.rows),
    fit: items,
    test: undefined
  }
  return found
})

/** The kinds of items that a setting says something about. */
const belongs: {
  readonly [setting in Exclude<keyof ItemsOptions, "split" | "registry">]: readonly FoundItems["kind"][]
} = {
  folder: ["data set"],
  size: ["data set", "folder", "table of images"],
  white: ["data set", "folder", "table of images"],
  labels: ["folder", "table of images"],
  skipBad: ["data set", "folder", "table of images"],
  shape: ["pool"],
  features: ["pool"],
  idColumn: ["pool", "table of images"],
  labelColumn: ["pool", "table of images"],
  noHeader: ["pool", "table of images"]
}

/** Settings that say nothing about such items are refused rather than passed over. */
const checkSettings = (options: ItemsOptions, kind: FoundItems["kind"]): Effect.Effect<void, UsageProblem> => {
  const wrong = Object.entries(belongs).find(([name, kinds]) => {
    const value = options[name as keyof typeof belongs]
    return value !== undefined && value !== false && !kinds.includes(kind)
  })
  if (wrong === undefined) return Effect.void
  const [setting, kinds] = wrong, value = setting === "labels" ? { value: "none" } : {}
  const problem = Message.text`${Message.setting(setting, value)} says nothing about a ${kind}`
  const hint = `it is for a ${kinds.join(" or a ")}; leave it out`
  return Effect.fail(new UsageProblem({ problem, hint, reason: "Idle", setting, value: kind, allowed: kinds }))
}

/** Whether a table holds or names images; what is to be said of it is said when it is read. */
const isImages = Effect.fnUntraced(
  function*(name: string, { features, idColumn, labelColumn, noHeader }: ItemsOptions) {
    if (name === "-" || features !== undefined) return false
    const found = yield* listImageTable(name, { idColumn, labelColumn, noHeader }).pipe(
      Effect.provideService(Notices, { say: () => Effect.void })
    )
    return Option.isSome(found)
  }
)

const kindOf = Effect.fnUntraced(function*(name: string, options: ItemsOptions) {
  if (planOf(name, options.registry) !== undefined) return "data set" as const
  if (yield* isImages(name, options)) return "table of images" as const
  const fs = yield* FileSystem.FileSystem
  const type = yield* Effect.map(fs.stat(name), (info) => info.type).pipe(Effect.orElseSucceed(() => undefined))
  if (type === "Directory") return "folder" as const
  return name === "-" || /\.[A-Za-z]+$/.test(name) ? "pool" as const : "folder" as const
})

/**
 * The files or the folder of the items of this `name`, none where it is a data set's of the `registry` (default: the
 * library's): what no output may replace.
 */
export const itemFiles = (name: string, registry?: Registry.Registry): ReadonlyArray<NamedFile> =>
  planOf(name, registry) !== undefined ? [] : poolFiles("the items", name)

/**
 * The items that a `name` stands for: in memory, or, of images that are too large for that, in a file until the scope of
 * `withScratch` closes. A data set's name comes first, then a folder of images, then a table that holds or names images (see `listImageTable`), then a file: a pool, as `readPool` reads it, with
 * its ids, and the labels of a column that is named like labels.
 *
 * `options` say more, by default nothing. Images of a folder get the `size` that these say, else the one `wanted` by
 * what takes them, which is said (default: as they are); of a table's columns those that it learned from are taken, in their order. What is left out, and what the readers noticed, is said to
 * `Notices`. Fails with `UsageProblem` for settings that say nothing about such items, and as the readers do: with
 * `DatasetError` for a data set or images, with `InvalidInput` or `FileProblem` for a file.
 */
export const readItems = Effect.fn("readItems")(
  function*(name: string, options: ItemsOptions = {}, wanted: Wanted = {}) {
    const kind = yield* kindOf(name, options)
    yield* checkSettings(options, kind)
    return kind === "pool" ? yield* fromPool(name, options, wanted) : yield* fromImages(name, options, kind, wanted)
  }
)
