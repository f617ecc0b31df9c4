/**
 * A pool for the playground, from files.
 */
import { notes } from "@marginalia/core/Notices"
import { numbered } from "@marginalia/datasets/dataset"
import { resolveClasses } from "@marginalia/datasets/files/classes"
import { type LabelOptions, readLabels } from "@marginalia/datasets/files/labels"
import type { PoolColumns } from "@marginalia/datasets/files/pool"
import { refuseLabelSettings } from "@marginalia/datasets/labels/settings"
import { probabilityOf, readFiles } from "@marginalia/experiments/selection/inputs"
import { positionsOf } from "@marginalia/experiments/selection/positions"
import * as Effect from "effect/Effect"
import { basename } from "node:path"
import { openItems } from "../items/open.ts"
import { pcaMap } from "../learner/draw-map.ts"
import { checkNames, type SentColumn, sentColumns } from "./columns.ts"
import { type Pictures, picturesOf } from "./pictures.ts"
import { shownRows } from "./sample.ts"
import type { PoolWire } from "./wire.ts"

/** What to play with. */
export interface PlaygroundPool extends PoolColumns, Omit<LabelOptions, "pool" | "strangers"> {
  /** The file of the items' vectors, in any format that pools come in. */
  readonly pool: string
  /** The file or folder of what is labeled. Default: nothing is. */
  readonly labels?: string | undefined
  /** The classes in the order of their numbers, with commas between. Default: the sorted labels. */
  readonly classes?: string | undefined
  /** Files of further columns by their names: `probability`, `passes`, `feature`, `projection`. Default none. */
  readonly columns?: ReadonlyMap<string, string> | undefined
  /** What has the items' pictures, by id: a folder or a table of images, or a data set's name. Default nothing. */
  readonly images?: string | undefined
  /** Show so many items, drawn by the seed. Default: all. */
  readonly sample?: number | undefined
  /** The words of a command that asks about the same pool, labels and columns, for the page to show. Default the pool alone. */
  readonly words?: ReadonlyArray<string> | undefined
  /** What the sample follows from. Default 0. */
  readonly seed?: number | undefined
}

/** What the page asks for. */
export interface PagePool {
  readonly wire: PoolWire
  readonly columns: ReadonlyArray<SentColumn>
  readonly pictures: Pictures | undefined
  /** How many items the file has. */
  readonly size: number
}

const noLabels = { path: "", ids: [], labels: [], declined: [], notes: [] }

const labelsOf = (asked: PlaygroundPool, path: string, ids: ReadonlyArray<string>) => {
  const { byPosition, labelField, labels, skip, trustPredictions } = asked
  const how = { byPosition, labelField, skip, trustPredictions }
  if (labels === undefined) return Effect.as(refuseLabelSettings(how, false), noLabels)
  return readLabels(labels, { ...how, pool: { path, ids, rows: ids.length } })
}

/** The places among the shown of positions of the file, ascending. */
const among = (shown: Uint32Array, positions: Iterable<number>): ReadonlyArray<number> => {
  const place = new Map(Array.from(shown, (at, i) => [at, i]))
  return [...positions].flatMap((at) => place.get(at) ?? []).toSorted((a, b) => a - b)
}

const pointsOf = (flat: Float32Array): PoolWire["points"] =>
  Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!] as const)

/** The classes of the shown rows, −1 where nobody knows. */
const truthOf = (shown: Uint32Array, at: Uint32Array, labels: ReadonlyArray<number>): ReadonlyArray<number> => {
  const byPosition = new Map(Array.from(at, (position, i) => [position, labels[i]!]))
  return Array.from(shown, (position) => byPosition.get(position) ?? -1)
}

/**
 * Reads a pool, its labels, columns and pictures for the page, and draws its map (principal components). Where all items that
 * are shown are labeled, the page begins with none of the labels, and gives them as items are picked.
 *
 * Fails as the readers do (`InvalidInput`, `FileProblem`, `UsageProblem`), and with `UsageProblem` for a pool that is too large
 * for a page and a column that it does not take.
 */
export const readPlayground = Effect.fn("studio.readPlayground")(function*(asked: PlaygroundPool) {
  const { classes: given, columns = new Map<string, string>(), images, labels: path, pool: file, sample, seed } = asked
  const { features, idColumn, labelColumn, noHeader, split } = asked
  yield* checkNames(columns.keys())
  const read = yield* readFiles({ pool: file, columns: { features, idColumn, labelColumn, noHeader, split } }, columns)
  const { matrix } = read.pool
  // Nothing asked for tiles.
  if (!("data" in matrix)) return yield* Effect.die(new Error("the pool is not in memory"))
  const ids = read.pool.ids ?? numbered(matrix.rows), found = yield* labelsOf(asked, read.pool.path, ids)
  const { count, labels, names, notes: told } = yield* resolveClasses({
    given,
    labels: found.labels,
    probability: probabilityOf(read.columns)
  })
  yield* notes([...found.notes, ...(path === undefined ? [] : told)])
  const at = yield* positionsOf(read.pool, found)
  const declined = yield* positionsOf(read.pool, { path: found.path, ids: found.declined })
  const shown = yield* shownRows(matrix, [...at], { sample, seed })
  const sent = sentColumns(matrix, read.columns, shown), shownIds = Array.from(shown, (position) => ids[position]!)
  const pictures = images === undefined ? undefined : yield* picturesOf(shownIds, yield* openItems({ path: images }))
  const labeled = among(shown, at)
  const wire: PoolWire = {
    name: basename(file),
    words: asked.words ?? [file],
    ids: shownIds,
    points: pointsOf(yield* pcaMap({ ...matrix, data: floats(sent[0]!), rows: shown.length }, 0)),
    classNames: names ?? [],
    classes: count ?? 0,
    truth: truthOf(shown, at, labels),
    labeled: labeled.length === shown.length ? [] : labeled,
    declined: among(shown, declined),
    columns: sent.map(({ about }) => about),
    ...(pictures === undefined ? {} : { pictured: pictures.pictured })
  }
  return { wire, columns: sent, pictures, size: matrix.rows } satisfies PagePool as PagePool
})

const floats = ({ bytes }: SentColumn): Float32Array => new Float32Array(bytes.buffer)
