/**
 * The items that a name, a folder or a file stands for.
 */
import { Named } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import { note, notes } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { knownDatasets, openImages } from "@marginalia/datasets"
import { classNumbers, sortedClasses } from "@marginalia/datasets/class-order"
import { numbered } from "@marginalia/datasets/dataset"
import type { EmbeddingAbout } from "@marginalia/datasets/files/embedding-about"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { firstNonFinite } from "@marginalia/datasets/files/numbers"
import { type Named as NamedFile, poolFiles } from "@marginalia/datasets/files/outputs"
import { type Pool, readPool } from "@marginalia/datasets/files/pool"
import { isPath } from "@marginalia/datasets/known/path"
import { type DatasetPlan, datasets } from "@marginalia/datasets/named"
import { UsageProblem } from "@marginalia/datasets/problems"
import { type Part, splitOf } from "@marginalia/datasets/split"
import { library } from "@marginalia/experiments/engine/library"
import type { AnyItems, Items } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import { columnsAsked } from "../flags.ts"
import type { Which } from "./flags.ts"
import { sizing, type Wanted } from "./size.ts"

/** What was found: the items asked for, and what encoders are fitted to. */
export interface Found extends Part {
  /** As the user called it. */
  readonly name: string
  /** What kind of thing that is. */
  readonly kind: "data set" | "folder" | "pool"
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

/** A data set that has a name: the library's, or a plugin's with its options. */
const planOf = (name: string): DatasetPlan | undefined =>
  Named.all(library(), datasets).has(name.replace(/\(.*$/s, "").trim()) && !isPath(name)
    ? Named.readUnsafe(datasets, name, library()).value
    : undefined

const fromImages = Effect.fnUntraced(function*(asked: Which, kind: Found["kind"], wanted: Wanted) {
  const { data, items: name, skipBad, split, unlabeled, white } = asked
  const options = {
    ...(Option.isSome(data) && { folder: data.value }),
    ...(yield* sizing(asked, kind, wanted)),
    ...(unlabeled && { labels: "none" as const }),
    ...(Option.isSome(white) && { white: white.value }),
    skipBad
  }
  const plan = kind === "data set" && !knownDatasets.has(name) ? planOf(name) : undefined
  const loaded = yield* (plan === undefined ? openImages(name, options) : (plan.open ?? plan.load)(options))
  const { skipped } = loaded
  for (const { path, problem } of skipped.slice(0, 20)) yield* note(Message.text`left out: ${path}: ${problem}`)
  if (skipped.length > 0) yield* note(`${counted(skipped.length, "image")} of ${name} left out`)
  return {
    name,
    kind,
    rowNumbers: false,
    classNames: loaded.classNames,
    ...yield* splitOf(loaded, Option.getOrElse(split, () => "train" as const))
  } satisfies Found as Found
})

const shapeFrom = Effect.fnUntraced(function*(text: Option.Option<string>, { imageShape, matrix: { cols } }: Pool) {
  if (Option.isNone(text)) return imageShape ?? [cols] as const
  const sides = text.value.split(/[x×]/).map(Number)
  const [tall = 0, wide = 0, channels = 1] = sides
  const good = sides.length >= 2 && sides.length <= 3 && sides.every((side) => Number.isInteger(side) && side > 0)
  if (good && tall * wide * channels === cols) return [tall, wide, channels] as const
  const problem = good
    ? `--shape ${text.value} has ${tall * wide * channels} numbers, and the rows have ${cols}`
    : `--shape takes HxWxC, not "${text.value}"`
  return yield* new UsageProblem({ problem, hint: "write height, width and channels: 28x28x1" })
})

const checkFinite = (path: string, data: Float32Array, cols: number): Effect.Effect<void, InvalidInput> => {
  const bad = firstNonFinite(data, cols)
  if (bad === undefined) return Effect.void
  const problem = `row ${bad.row}, column ${bad.col} holds ${bad.value}`
  return Effect.fail(new InvalidInput({ path, problem, hint: "give finite numbers" }))
}

/** The labels that the pool's own table holds, as numbers of classes; −1 where a cell is blank. */
const labelsOf = ({ labels }: Pool): Pick<Found, "classNames"> & { readonly labels?: Int32Array } => {
  const given = labels?.filter((label) => label !== undefined) ?? []
  if (labels === undefined || given.length === 0) return { classNames: [] }
  const classNames = sortedClasses(given)
  return { classNames, labels: classNumbers(classNames, labels) }
}

const fromPool = Effect.fnUntraced(function*(asked: Which) {
  const { items: path, shape } = asked
  const pool = yield* readPool(path, { ...columnsAsked(asked), answers: true })
  const { ids, matrix, notes: said } = pool
  yield* notes(said)
  yield* checkFinite(path, matrix.data, matrix.cols)
  const items: Items = { data: matrix.data, rows: matrix.rows, shape: yield* shapeFrom(shape, pool) }
  const found: Found = {
    name: path,
    kind: "pool",
    rowNumbers: ids === undefined,
    ...labelsOf(pool),
    embedding: pool.embedding,
    sha256: pool.sha256,
    isPart: Option.isSome(asked.split),
    columns: { names: pool.columnNames, named: Option.isSome(asked.features) },
    items,
    ids: ids ?? numbered(matrix.rows),
    fit: items,
    test: undefined
  }
  return found
})

/** Flags that say nothing about such items are refused rather than passed over. */
const checkFlags = (asked: Which, kind: Found["kind"]): Effect.Effect<void, UsageProblem> => {
  const { data, shape, size, skipBad, unlabeled, white } = asked
  const given: ReadonlyArray<readonly [flag: string, is: boolean, kinds: ReadonlyArray<Found["kind"]>]> = [
    ["data", Option.isSome(data), ["data set"]],
    ["size", Option.isSome(size), ["data set", "folder"]],
    ["white", Option.isSome(white), ["data set", "folder"]],
    ["unlabeled", unlabeled, ["folder"]],
    ["skip-bad", skipBad, ["data set", "folder"]],
    ["shape", Option.isSome(shape), ["pool"]],
    ["features", Option.isSome(asked.features), ["pool"]],
    ["id-column", Option.isSome(asked.idColumn), ["pool"]],
    ["label-column", Option.isSome(asked.labelColumn), ["pool"]],
    ["no-header", asked.noHeader, ["pool"]]
  ]
  const wrong = given.find(([, is, kinds]) => is && !kinds.includes(kind))
  if (wrong === undefined) return Effect.void
  const [flag, , kinds] = wrong
  const problem = `--${flag} says nothing about a ${kind}`
  return Effect.fail(new UsageProblem({ problem, hint: `it is for a ${kinds.join(" or a ")}; leave it out` }))
}

const kindOf = Effect.fnUntraced(function*(name: string) {
  if (planOf(name) !== undefined) return "data set" as const
  const fs = yield* FileSystem.FileSystem
  const type = yield* Effect.map(fs.stat(name), (info) => info.type).pipe(Effect.orElseSucceed(() => undefined))
  if (type === "Directory") return "folder" as const
  return name === "-" || /\.[A-Za-z]+$/.test(name) ? "pool" as const : "folder" as const
})

/** The files or the folder of items, none where a known data set is named: what no output may replace. */
export const itemFiles = (name: string): ReadonlyArray<NamedFile> =>
  planOf(name) !== undefined ? [] : poolFiles("the items", name)

/**
 * The items: in memory, or, of images that are too large for that, in a file until the scope closes. A known data set's name comes first, then a folder, then a file.
 *
 * Images of a folder get the size of `--size`, else the one `wanted` by what takes them, which is said. Fails with
 * `UsageProblem` for flags that do not apply, and as the readers do. Says what was left out.
 */
export const readItems = Effect.fn("readItems")(function*(asked: Which, wanted: Wanted = {}) {
  const kind = yield* kindOf(asked.items)
  yield* checkFlags(asked, kind)
  return kind === "pool" ? yield* fromPool(asked) : yield* fromImages(asked, kind, wanted)
})
