/**
 * Which rows are surely nearest to which center: a device compares every row with every center, and kernels decide where the
 * two nearest are closer to each other than a device can tell.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import * as Slab from "../kernels/slab.ts"
import type { Points } from "./device.ts"
import type { Held } from "./held.ts"
import { slackFor } from "./slack.ts"

/** The rows of a clustering, and addresses of what is known of them; see `Problem` and `State` of k-means. */
export interface Rows {
  readonly slab: Slab.Slab
  readonly cols: number
  readonly n: number
  readonly rows: number
  readonly k: number
  readonly groups: number
  readonly assignment: number
  readonly upper: number
  readonly lower: number
  readonly dirty: number
}

/** Bounds that say all of a row, and nothing. */
const SETTLED = { upper: 0, lower: 3e38 }, OPEN = { upper: 3e38, lower: 0 }

/** Elementary steps a row. */
const LOOK = 16

/** Points for a device, of `count` double-precision rows, and the length of the longest. */
export const pointsOf = (data: Float64Array, count: number, cols: number): Points & { readonly reach: number } => {
  const halves = new Float32Array(count)
  let most = 0
  for (let j = 0; j < count; j++) {
    let square = 0
    for (let p = j * cols; p < (j + 1) * cols; p++) square += data[p]! * data[p]!
    halves[j] = square / 2
    most = Math.max(most, square)
  }
  return { count, data: Float32Array.from(data), halves, reach: Math.sqrt(most) }
}

/**
 * Assigns the rows whose nearest center a device knows for sure, marks the centers that won or lost one as dirty, and leaves bounds by
 * which kernels pass over these rows and look at all centers for the others. Whether a device had anything to say.
 */
export const settleRows = Effect.fnUntraced(function*(held: Held, centers: Float64Array, of: Rows) {
  const { cols, groups, k, n, slab } = of
  const points = pointsOf(centers, k, cols)
  const found = yield* held.rows.nearest(points)
  if (found === undefined) return false
  const { best, first, second } = found
  const rows = Slab.u32(slab, of.rows, n), dirty = Slab.i32(slab, of.dirty, k)
  const assignment = Slab.i32(slab, of.assignment, n)
  const upper = Slab.f32(slab, of.upper, n), lower = Slab.f32(slab, of.lower, n * groups)
  const slack = slackFor(cols)
  let open = 0
  yield* breathe("typescript", (LOOK + groups) * n)
  for (let i = 0; i < n; i++) {
    const row = rows[i]!, center = best[row]!, own = assignment[i]!
    const sure = center < k && second[row]! - first[row]! > 2 * slack(held.lengths[row]!, points.reach)
    const { lower: low, upper: high } = sure ? SETTLED : OPEN
    upper[i] = high
    lower.fill(low, i * groups, (i + 1) * groups)
    if (!sure) open++
    if (!sure || own === center) continue
    assignment[i] = center
    dirty[center] = 1
    if (own >= 0) dirty[own] = 1
  }
  held.device.count("k-means", { asked: n, open })
  return true
})
