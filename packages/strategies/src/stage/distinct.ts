/**
 * One of each group of near copies.
 */
import { Frame, Kernels, Matrix, Options, type Part, Partition, Stage } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { proximity } from "../score/proximity.ts"
import { inSpace, type Space, space } from "../space.ts"

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

/** A difference of cosines that is rounding. */
const ROUNDING = 1e-12

/** Steps between two looks at the time. */
const STRETCH = 2 ** 20

/** Rows of numbers. */
type Rows = Matrix.Matrix | Matrix.Matrix64

/** Whether two rows are near copies: ½‖a/‖a‖ − b/‖b‖‖² = 1 − cos is at most ε. It stops when it is more. */
const isNear = ({ cols, data }: Rows, norms: Float64Array, a: number, b: number, eps: number): boolean => {
  const [m, n] = [norms[a]!, norms[b]!]
  if (m === 0 || n === 0) return m === n
  const limit = 2 * (eps + ROUNDING), [i, j] = [a * cols, b * cols]
  let sum = 0
  for (let c = 0; c < cols && sum <= limit; c++) sum += (data[i + c]! / m - data[j + c]! / n) ** 2
  return sum <= limit
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

const keptOf = Effect.fnUntraced(function*(frame: Frame.Any, { eps, keep, space }: Settings) {
  const column = inSpace(frame, space), clusters = frame.cluster!
  const norms = yield* (yield* Kernels.Kernels).rowNorms(column)
  const matrix = Matrix.whole(column)
  const near = yield* proximity({ space }).of(frame)
  const held = groupsOf(clusters, Frame.concat(frame.labeled, frame.picked))
  const kept: Array<number> = []
  let work = 0
  for (const [g, group] of groupsOf(clusters, frame.candidates).entries()) {
    const others = [...held[g] ?? []]
    for (const position of ordered(group, near, keep)) {
      if (work > STRETCH) {
        yield* Kernels.breathe(work)
        work = 0
      }
      work += (others.length + 1) * matrix.cols
      if (others.some((other) => isNear(matrix, norms, position, other, eps))) continue
      others.push(position)
      kept.push(position)
    }
  }
  return Uint32Array.from(kept).sort()
})

const definition = Stage.define({
  name: "distinct",
  summary: "leaves out near copies within clusters, of each other and of labeled items",
  source: "Abbas, Tirumala, Simig, Ganguli & Morcos 2023, SemDeDup, section 3, arXiv 2303.09540",
  options,
  positional: ["eps"],
  needs: (settings): ReadonlyArray<Space | "cluster"> => [settings.space, "cluster"],
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
