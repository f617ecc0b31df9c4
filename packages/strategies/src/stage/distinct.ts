/**
 * One of each group of near copies.
 */
import { Frame, Options, type Part, Partition, Stage } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { proximities, sourceOf } from "../slices.ts"
import { type Space, space } from "../space.ts"
import { type Group, keptOver } from "./distinct-tiles.ts"
import { apart, looked } from "./near-copies.ts"

/** The option that says what is near. */
export const eps = Options.field(
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })),
  0.05,
  "ε: two items are near copies when the cosine of their rows is at least 1 − ε; 0: when they point the same way"
)

const options = Schema.Struct({
  eps,
  keep: Options.field(
    Schema.Literals(["nearest", "farthest"]),
    "nearest",
    "which of near copies stays: the one nearest to its cluster's center, or the farthest, as in SemDeDup"
  ),
  space
})

/** What {@link distinct} takes. */
export interface DistinctOptions<S extends Space = Space> {
  /**
   * ε: two items are near copies when the cosine of their rows is at least 1 − ε; 0: when they point the same way.
   * Default 0.05.
   */
  readonly eps?: number
  /**
   * Which of near copies stays: the one nearest to its cluster's center, or the farthest, as in SemDeDup. Default
   * "nearest".
   */
  readonly keep?: "nearest" | "farthest"
  /** Where distances are measured: the embedding, or the classifier's penultimate features. Default "embedding". */
  readonly space?: S
}

/** The members of each cluster among some positions, and last those in none. */
const groupsOf = (clusters: NonNullable<Frame.Any["cluster"]>, positions: Uint32Array): ReadonlyArray<Uint32Array> => [
  ...Partition.members(clusters, positions),
  positions.filter((position) => clusters.assignment[position]! < 0)
]

/** Positions by how near they are to their centers, or the farthest first; ties to the smaller position. */
const ordered = (positions: Uint32Array, near: Float64Array, keep: "nearest" | "farthest"): Uint32Array =>
  positions.toSorted((a, b) => {
    const [x, y] = [near[a]!, near[b]!]
    return x === y ? a - b : (x > y) === (keep === "nearest") ? -1 : 1
  })

type Settings = typeof options.Type

/** The candidates of each cluster in the order in which they are kept, and what is labeled or picked in it. */
const groupsIn = Effect.fnUntraced(function*(frame: Frame.Any, { keep, space }: Settings) {
  const clusters = frame.cluster!
  const near = yield* proximities("distinct", frame as Frame.Frame<"cluster">, sourceOf(frame, space))
  const held = groupsOf(clusters, Frame.concat(frame.labeled, frame.picked)), none = new Uint32Array()
  return groupsOf(clusters, frame.candidates).map((group, g): Group => ({
    items: ordered(group, near, keep),
    held: held[g] ?? none
  }))
})

const keptOf = Effect.fnUntraced(function*(frame: Frame.Any, settings: Settings) {
  const { eps } = settings, source = sourceOf(frame, settings.space), groups = yield* groupsIn(frame, settings)
  if ("tiles" in source) return Uint32Array.from(yield* keptOver(source.tiles, groups, eps)).sort()
  const kept: Array<number> = [], here = yield* looked(source.matrix)
  for (const { held, items } of groups) kept.push(...yield* apart(here, items, held, eps))
  return Uint32Array.from(kept).sort()
})

const definition = Stage.define({
  name: "distinct",
  summary: "leaves out near copies within clusters, of each other and of labeled items",
  source: "Abbas, Tirumala, Simig, Ganguli & Morcos 2023, SemDeDup, section 3, arXiv 2303.09540",
  options,
  positional: ["eps"],
  needs: (settings): ReadonlyArray<Space | "cluster"> => [settings.space, "cluster"],
  tiles: ["embedding"],
  run: (settings) => (frame: Frame.Any) =>
    Effect.map(keptOf(frame, settings), (candidates) => ({
      candidates,
      notes: { nearCopies: frame.candidates.length - candidates.length }
    }))
})

/**
 * Leaves out near copies: cluster by cluster, from the candidate nearest to the center outwards (with `keep: "farthest"`
 * from the farthest inwards), a candidate goes when one that was kept before it, or a labeled or picked item of the cluster,
 * has a cosine of at least 1 − ε with it. No two that are left in a cluster are near copies. Ties in the order go to the
 * smaller position; items in no cluster are a group of their own, by position; zero rows are copies of each other. O(Σ n_c²
 * d) at most, for clusters of n_c items, and most comparisons end after a few numbers; O(N) memory.
 *
 * Needs `embedding` and `cluster`.
 *
 * Source: Abbas, Tirumala, Simig, Ganguli & Morcos 2023, SemDeDup, section 3, arXiv 2303.09540.
 */
export const distinct = definition as Part.Maker<
  <const S extends Space = "embedding">(options?: DistinctOptions<S>) => Stage.Stage<S | "cluster">,
  Stage.Stage<Space | "cluster">
>
