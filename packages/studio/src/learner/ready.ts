/**
 * What the learner holds of the pool, once it is embedded.
 */
import * as Clusterer from "@marginalia/core/Clusterer"
import type { Matrix } from "@marginalia/core/Matrix"
import * as Pool from "@marginalia/core/Pool"
import type { Registry } from "@marginalia/core/Registry"
import * as Rng from "@marginalia/core/Rng"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { hashData } from "@marginalia/datasets/hash"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import * as Effect from "effect/Effect"
import type { Opened } from "../items/opened.ts"
import { openSource } from "../items/source.ts"
import { embedItems } from "./embed/embed.ts"
import type { Embedded } from "./embed/setting.ts"
import { type Scaling, scalingOf } from "./head/fit.ts"
import type { Start } from "./protocol.ts"
import { type Likeness, makeLikeness } from "./similar.ts"

/** The pool as strategies, heads and people look at it. The vectors are in memory once. */
export interface Prepared {
  readonly start: Start
  /** What strategies may speak of. */
  readonly registry: Registry
  /** The items, as they were read. */
  readonly opened: Opened
  readonly pool: Pool.Pool<"embedding">
  readonly matrix: Matrix
  readonly embedded: Pick<Embedded, "advice" | "bad" | "encoder" | "kept">
  readonly scaling: Scaling
  readonly likeness: Likeness
  /** Items that are never ordered: held out, or not to be read. */
  readonly aside: ReadonlySet<number>
  /** The cluster of each item, found when it is first asked for. */
  readonly clusters: Effect.Effect<Int32Array, Clusterer.ClusteringError>
}

/** About so many items look alike at once. */
const TOGETHER = 100

const clustersOf = Effect.fnUntraced(function*(matrix: Matrix, seed: number) {
  const clusterer = matrix.rows > 20_000 ? Clusterer.miniBatch({ sampled: 0 }) : yield* Clusterer.Clusterer
  const { assignment } = yield* Clusterer.ask(clusterer, {
    matrix,
    k: Math.min(200, Math.max(8, Math.round(matrix.rows / TOGETHER))),
    key: Rng.derive(Rng.fromSeed(seed), "studio clusters"),
    maxIterations: 25
  })
  return assignment
})

const other = ({ items: expected, source: { path } }: Start, found: string) =>
  new InvalidInput({
    path,
    problem: "its items are no longer those that are labeled",
    hint: "start again",
    reason: "Mismatch",
    value: found,
    expected
  })

/**
 * Opens the items, and embeds them. `keep` is a folder for what was learned of them, so that new items become such vectors;
 * default none. Fails as both do, and where the items are others than those that are shown.
 */
export const prepare = Effect.fn("studio.prepare")(function*(start: Start, keep?: string) {
  const { folder, heldOut, items, plugins = [], seed, source } = start
  // Before the items: a plugin may bring them, or their encoder.
  const { registry } = yield* readRegistry(plugins)
  const opened = yield* openSource(source)
  const found = hashData(opened.ids)
  if (found !== items) return yield* other(start, found)
  const embedding = yield* embedItems(opened, { source, folder, seed, keep })
  const { advice, bad, encoder, kept, matrix, scaling: by } = embedding
  const pool = yield* Pool.make({ embedding: matrix })
  const resident = pool.columns.embedding ?? matrix, scaling = scalingOf(resident, by)
  const prepared: Prepared = {
    start,
    registry,
    opened,
    pool,
    matrix: resident,
    embedded: { advice, bad, encoder, kept },
    scaling,
    likeness: makeLikeness(resident, scaling.mean),
    aside: new Set([...heldOut, ...bad.map(({ item }) => item)]),
    clusters: yield* Effect.cached(clustersOf(resident, seed))
  }
  return prepared
})
