/**
 * How much an item is like its neighbors.
 */
import { type Frame, Neighbors, Options, PartFailed, Remarks, Rng, Score, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { sourceOf } from "../slices.ts"
import { inBlocks } from "../uncertainty/blocks.ts"
import { type Grouped, neighborsOver } from "./neighbors-over.ts"
import { agreementOf, type Reference, reference, referenceOf } from "./reference.ts"

const options = Schema.Struct({
  neighbors: Options.field(
    Schema.Int.check(Schema.isGreaterThan(0)),
    20,
    "K: how many neighbors, at most half the members"
  ),
  distance: Options.field(
    Schema.Literals(["euclidean", "squared"]),
    "euclidean",
    "euclidean: 1 / mean distance, as in the paper; squared: 1 / (mean squared distance + 1e-5), as in the authors' code"
  ),
  neighborhood: Options.field(
    Schema.Literals(["cluster", "pool"]),
    "cluster",
    "where neighbors are sought: among the unlabeled members of the item's cluster, or in the whole pool"
  ),
  picked: Options.field(
    Schema.Literals(["in", "out"]),
    "in",
    "whether items already picked in this query still count as neighbors"
  ),
  reference
})

type Settings = typeof options.Type
type Needed = "embedding" | "cluster"

/** Who may be a neighbor: the unlabeled, or everyone. */
const membersOf = (frame: Frame.Base, settings: Settings): Uint32Array => {
  const out = new Uint8Array(frame.size)
  if (settings.neighborhood === "cluster") { for (const position of frame.labeled) out[position] = 1 }
  if (settings.picked === "out") { for (const position of frame.picked) out[position] = 1 }
  const members = new Uint32Array(frame.size)
  let count = 0
  for (let position = 0; position < frame.size; position++) if (out[position] === 0) members[count++] = position
  return members.slice(0, count)
}

/** Which of the members a candidate is compared with. */
const groupOf = (frame: Frame.Frame<Needed>, settings: Settings): Int32Array =>
  settings.neighborhood === "pool" ? new Int32Array(frame.size) : frame.cluster.assignment

/** Elementary steps a neighbor. */
const COST = 8

/** Equation 1 for the distances of one item's neighbors; alone it is infinitely typical. */
const typical = (distances: Float64Array, { distance }: Settings): number => {
  if (distances.length === 0) return Infinity
  const squared = distance === "squared"
  const sum = Sum.total(squared ? distances.map((d) => d * d) : distances)
  return 1 / (sum / distances.length + (squared ? 1e-5 : 0))
}

/** Puts the typicality of some members where they stand. */
const rate = (all: Float64Array, table: Neighbors.NeighborTable, settings: Settings): Effect.Effect<void> =>
  inBlocks(table.members.length, COST * (1 + table.width), (from, to) => {
    for (let i = from; i < to; i++) {
      const start = i * table.width
      all[table.members[i]!] = typical(table.distances.subarray(start, start + table.counts[i]!), settings)
    }
  })

/** The candidates' own: one outside every cluster has no neighbors to be like, and is the least typical of all. */
const ofCandidates = (all: Float64Array, { candidates, size }: Frame.Base, groups: Int32Array) => {
  const scores = new Float64Array(size).fill(Number.NaN)
  const block = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const position = candidates[i]!
      scores[position] = groups[position]! < 0 ? -Infinity : all[position]!
    }
  }
  return Effect.as(inBlocks(candidates.length, 4, block), scores)
}

/** What {@link typicality} takes. */
export interface TypicalityOptions {
  /** K: how many neighbors, at most half the members. Default 20. */
  readonly neighbors?: number
  /**
   * euclidean: 1 / mean distance, as in the paper; squared: 1 / (mean squared distance + 1e-5), as in the authors'
   * code. Default "euclidean".
   */
  readonly distance?: "euclidean" | "squared"
  /**
   * Where neighbors are sought: among the unlabeled members of the item's cluster, or in the whole pool. Default
   * "cluster".
   */
  readonly neighborhood?: "cluster" | "pool"
  /** Whether items already picked in this query still count as neighbors. Default "in". */
  readonly picked?: "in" | "out"
  /**
   * Among how many members of each cluster neighbors are sought, a sample of it; none: among all. Default "none". What one does where clusters
   * are so large that the exact search, with a time that grows with the square of their sizes, takes too long. The sample is drawn by position from
   * the seed; clusters of no more members are searched exactly.
   */
  readonly reference?: number | "none"
}

/** Nobody's number of neighbors is more than half of the members, or than `most`. */
const neighborsOf = ({ neighbors }: Settings, most = Infinity) => (size: number): number =>
  Math.min(neighbors, Math.max(1, Math.floor(size / 2)), size - 1, most)

/** Seeks the neighbors of all members, and puts their typicality where they stand. */
const rated = Effect.fnUntraced(function*(frame: Frame.Frame<Needed>, request: Grouped, settings: Settings) {
  const service = yield* Neighbors.Neighbors, all = new Float64Array(frame.size).fill(Number.NaN)
  const use = (table: Neighbors.NeighborTable) => {
    const remarks = service === Neighbors.exact ? {} : { neighbors: service.name, ...table.notes }
    return Effect.andThen(Remarks.add(remarks), rate(all, table, settings))
  }
  const tiles = frame.tiled?.embedding
  yield* tiles === undefined
    ? Neighbors.inParts(service, { matrix: frame.embedding, ...request }, use)
    : neighborsOver(service, tiles, request, use)
  return all
})

/** Tells how well a sample of the members puts items in order. */
const tell = Effect.fnUntraced(
  function*(frame: Frame.Frame<Needed>, request: Grouped, sample: Reference, settings: Settings, scores: Float64Array) {
    const asked = {
      part: "typicality",
      key: Rng.derive(frame.key, "typicality/agreement"),
      scores,
      score: (distances: Float64Array) => typical(distances, settings)
    }
    const found = yield* agreementOf(sourceOf(frame, "embedding"), request, sample, asked)
    yield* Remarks.add({ reference: Number(settings.reference), clusters: sample.larger.size, ...found })
  }
)

/**
 * How typical is an item of its cluster? The inverse of the mean distance to its K nearest neighbors, K =
 * min(`neighbors`, floor(m / 2)), at least 1, among the m unlabeled members of its cluster. An item alone in its
 * cluster, or one among K exact duplicates, is infinitely typical (with `distance: "squared"` duplicates score 1e5).
 *
 * With `reference: R` the neighbors of items in clusters of more than R members are sought among R of them, drawn by position from the seed, K at
 * most R − 1: O(N R d) in place of O(Σ m² d). The trace tells in how many clusters (`clusters`), and how good that is: of `pairs` of items of one cluster, the
 * share that stand in the order in which the exact typicality puts them (`agreement`; 1/2 where one of the two sees them equal), for at most eight
 * items of each of at most eight of these clusters.
 *
 * Needs `embedding` and `cluster`; with `neighborhood: "pool"` only `embedding`. Distances in float64.
 *
 * Source: Hacohen et al. 2022, equation for Typicality; SUPClust, equation 1.
 */
export const typicality: Score.Maker<TypicalityOptions, "embedding" | "cluster"> = Score.define({
  name: "typicality",
  summary: "the inverse of the mean distance to the nearest neighbors in the item's cluster",
  source: "Hacohen, Dekel & Weinshall 2022, Active learning on a budget (TypiClust); Ono et al. 2024, equation 1",
  options,
  needs: (settings): ReadonlyArray<Needed> =>
    settings.neighborhood === "pool" ? ["embedding"] : ["embedding", "cluster"],
  tiles: ["embedding"],
  of: (settings) => (frame) =>
    Effect.gen(function*() {
      const group = groupOf(frame, settings)
      const exact = { members: membersOf(frame, settings), group, neighbors: neighborsOf(settings) }
      const key = Rng.derive(frame.key, "typicality/reference"), { reference: size } = settings
      const sample = size === "none" ? undefined : yield* referenceOf(exact, size, key)
      const request = sample === undefined
        ? exact
        : { ...exact, sought: sample.sought, neighbors: neighborsOf(settings, Number(size) - 1) }
      const all = yield* rated(frame, request, settings)
      if (sample !== undefined) yield* tell(frame, exact, sample, settings, all)
      return yield* ofCandidates(all, frame, group)
    }).pipe(
      Effect.mapError(PartFailed.from("typicality"))
    )
})
