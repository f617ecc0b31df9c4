/**
 * The items of a unit: what its strategy chooses from, what its classifier learns and is tested on.
 */
import type { Matrix } from "@marginalia/core"
import type { Plan } from "@marginalia/core/Experiment"
import * as Rng from "@marginalia/core/Rng"
import { holdOut, longTail, randomInitial, withScratch } from "@marginalia/datasets"
import { type Groups, groupsAt } from "@marginalia/datasets/dataset"
import { subset } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import type { AnyItems } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { type Data, taskOf } from "../unit.ts"
import { embed } from "./embed.ts"
import { limitsAt } from "./limits.ts"
import { lookAhead } from "./look.ts"
import { type Part, readWhole } from "./source.ts"

/** Items that are never picked. */
export interface TestItems {
  readonly embedding: Matrix.Matrix
  readonly labels: Int32Array
  readonly images: AnyItems | undefined
}

/** The pool by position, and the test items. */
export interface UnitData {
  readonly embedding: Matrix.Matrix
  /** −1 where no label is known. */
  readonly labels: Int32Array
  readonly classNames: ReadonlyArray<string>
  /** The names of the embedding's columns, where these are a table's own. */
  readonly columnNames?: ReadonlyArray<string> | undefined
  /** Row numbers in the whole data set, or the file's ids. */
  readonly ids: ReadonlyArray<string>
  /** By column, the group of each item, empty where it is in none. Default none. */
  readonly groups?: Groups | undefined
  /** Undefined where the items are vectors. */
  readonly images: AnyItems | undefined
  readonly test: TestItems
  /** Which items may be chosen, which must be, and what labels cost. Default: all, none, nothing. */
  readonly limits?: Pick<Plan, "candidates" | "include" | "costs" | "spend">
}

const all = ({ labels }: Part): Uint32Array => Uint32Array.from(labels, (_, position) => position)

const split = Effect.fnUntraced(function*(data: Data, pool: Part, classes: number) {
  const { holdOut: held, name } = data
  if (held === null) {
    const problem = `${name} has no test items`
    return yield* new UsageProblem({
      problem,
      hint: "give it test: or holdOut: a fraction of the pool",
      setting: "holdOut",
      reason: "Missing"
    })
  }
  const key = Rng.derive(Rng.fromSeed(held.seed), "experiment hold-out")
  // Sets and numbers are mostly all different: there is nothing to keep in proportion.
  const source = taskOf(data) === undefined
    ? { labels: pool.labels, classes }
    : { labels: pool.labels.map(() => 0), classes: 1 }
  return yield* holdOut(key, source, held.fraction)
})

const drawn = Effect.fnUntraced(
  function*({ longTail: tail, subset }: Data, pool: Part, kept: Uint32Array, classes: number) {
    let among = kept
    if (subset !== null && subset.items < among.length) {
      const key = Rng.derive(Rng.fromSeed(subset.seed), "experiment subset")
      among = yield* randomInitial(key, { labels: pool.labels, classes, among }, subset.items)
    }
    if (tail === null) return among
    const key = Rng.derive(Rng.fromSeed(tail.seed), "experiment long tail")
    return yield* longTail(key, { labels: pool.labels, classes, among }, { factor: tail.factor })
  }
)

/** Where items of a part stood in its source. */
const rowsOf = ({ ids, labels, source }: Part, at: Uint32Array) => ({
  ids: Array.from(at, (position) => ids[position]!),
  at: source === undefined ? at : at.map((position) => source.at[position]!),
  of: source?.of ?? labels.length
})

const part = ({ groups, ids, items, labels }: Part, at: Uint32Array): Part => ({
  items: subset(items, at),
  labels: Int32Array.from(at, (position) => labels[position]!),
  ids: Array.from(at, (position) => ids[position]!),
  groups: groups && groupsAt(groups, at)
})

const imagesOf = (items: AnyItems): AnyItems | undefined => items.shape.length === 3 ? items : undefined

/**
 * The items of a unit, the same on every machine. First the test items are held out where the source has none, then the
 * subset is drawn, then the long tail; principal components are found on the pool that is left. Images that are too large for
 * memory lie in a file until the scope closes.
 *
 * Whether the items can be embedded is looked at before they are read. Fails as data sets, files and encoders do.
 */
export const openData = Effect.fn("loadData")(function*(data: Data) {
  yield* lookAhead(data.embedding)
  const { classNames, columnNames, limits, pool: whole, test: given } = yield* readWhole(data.source)
  const classes = classNames.length
  const { held, kept } = given === undefined
    ? yield* split(data, whole, classes)
    : { kept: all(whole), held: new Uint32Array() }
  const at = yield* drawn(data, whole, kept, classes)
  const pool = part(whole, at), test = given ?? part(whole, held)
  const embedded = yield* embed(data.embedding, {
    pool: { items: pool.items, ...rowsOf(whole, at) },
    test: { items: test.items, ...(given === undefined ? rowsOf(whole, held) : rowsOf(given, all(given))) },
    own: given !== undefined
  })
  return {
    embedding: embedded.pool,
    labels: pool.labels,
    classNames,
    columnNames: data.embedding.kind === "raw" ? columnNames : undefined,
    ids: pool.ids,
    groups: pool.groups,
    limits: yield* limitsAt(data.name, limits, pool.ids),
    images: imagesOf(pool.items),
    test: { embedding: embedded.test, labels: test.labels, images: imagesOf(test.items) }
  } satisfies UnitData as UnitData
})

/** Images that are in memory. */
const held = (images: AnyItems | undefined) => images !== undefined && "read" in images ? undefined : images

/** {@link openData}, without images that do not stay in memory: for whoever looks at vectors and labels. Fails as that does. */
export const loadData = (data: Data) =>
  withScratch(Effect.map(
    openData(data),
    (found): UnitData => ({
      ...found,
      images: held(found.images),
      test: { ...found.test, images: held(found.test.images) }
    })
  ))
