/**
 * One exact Lloyd assignment with Yinyang bounds (Ding et al. 2015): an upper bound on the distance to the own center,
 * and for each group of `width` neighboring center numbers a lower bound on the distance to every other center in it.
 */
import { ranged, type Scratch } from "./kernel.ts"
import { squaredDistance } from "./squared-distances.ts"

/** Bytes of scratch that each thread needs for `k` centers. */
const workBytes = (k: number): number => 32 * 4 * (2 + 6 * Math.ceil(k / 6))

/** Scratch memory for `k` centers on so many threads. */
export const workFor = (k: number, threads: number, alloc: (bytes: number) => number): Scratch => ({
  at: alloc(workBytes(k) * threads),
  bytes: workBytes(k)
})

/**
 * Bounds are kept in single precision, rounded to the safe side: by a part of their size, and by more than a denormal number
 * rounds, which has no part to spare.
 */
export const up = (x: number): number => x * (1 + 3e-7) + 3e-45
const down = (x: number): number => Math.max(x * (1 - 3e-7) - 3e-45, 0)

/** Loosens the bounds of a row by the drifts of the groups, which follow those of the centers; the smallest of them. */
const loosen = (lower: Float32Array, at: number, groups: number, drift: Float32Array, k: number): number => {
  let least = Infinity
  for (let g = 0; g < groups; g++) {
    lower[at + g] = down(lower[at + g]! - drift[k + g]!)
    least = Math.min(least, lower[at + g]!)
  }
  return least
}

/**
 * Marks rows from … to − 1 that {@link assign} will look at, 1 each, and the others, which their bounds close, 0. It changes no bound.
 */
export const markOpen = ranged(
  "markOpen",
  ["number", "number", "i32", "f32", "f32", "f32", "i32"],
  (from, to, k, groups, assignment, upper, lower, drift, flags) => {
    for (let i = from; i < to; i++) {
      const own = assignment[i]!
      let least = Infinity
      for (let g = 0; g < groups; g++) {
        least = Math.min(least, Math.fround(down(lower[i * groups + g]! - drift[k + g]!)))
      }
      flags[i] = own >= 0 && Math.fround(up(upper[i]! + drift[own]!)) < least ? 0 : 1
    }
  }
)

/** The smallest of the distances from … to − 1, other than that of `but`. */
const leastBut = (distances: Float64Array, from: number, to: number, but: number): number => {
  let least = Infinity
  for (let j = from; j < to; j++) if (j !== but) least = Math.min(least, distances[j]!)
  return least
}

/**
 * Renews the assignment and the bounds of rows from … to − 1 for centers that moved by `drift` (one a center, then the
 * largest of each group), and marks the centers that won or lost a row as dirty. Ties go to the smaller center number.
 * A row assigned to −1 is new. The compiled form works in single precision on `panel` and `half`, knows how far that
 * may be from the truth (`epsilon`, `reach`, `xx`), and decides in double precision on `centers` where it must.
 */
export const assign = ranged(
  "assign",
  // dprint-ignore
  [
    "f32", "u32", "number", "number", "number", "number", "f64", "f32",
    "f32", "number", "number", "f64", "i32", "f32", "f32", "f32", "i32", "scratch"
  ],
  // dprint-ignore
  (
    from, to, x, index, cols, k, groups, width, centers, _panel,
    _half, _epsilon, _reach, _xx, assignment, upper, lower, drift, dirty, distances
  ) => {
    for (let i = from; i < to; i++) {
      const own = assignment[i]!, at = i * groups
      const least = loosen(lower, at, groups, drift, k)
      const row = index[i]! * cols
      const distance = (j: number): number => squaredDistance(x, row, centers, j * cols, cols)
      let best = Infinity
      if (own >= 0) {
        upper[i] = up(upper[i]! + drift[own]!)
        if (upper[i]! < least) continue
        best = distance(own)
        upper[i] = up(Math.sqrt(best))
        if (upper[i]! < least) continue
      }
      const bound = own < 0 ? Infinity : upper[i]!
      const away = down(Math.sqrt(best))
      let found = own
      for (let g = 0; g < groups; g++) {
        if (lower[at + g]! > bound) continue
        for (let j = g * width; j < Math.min(k, (g + 1) * width); j++) {
          const d = distance(j)
          distances[j] = d
          if (d < best || found < 0 || (d === best && j < found)) {
            best = d
            found = j
          }
        }
      }
      for (let g = 0; g < groups; g++) {
        if (lower[at + g]! > bound) continue
        lower[at + g] = down(Math.sqrt(leastBut(distances, g * width, Math.min(k, (g + 1) * width), found)))
      }
      upper[i] = up(Math.sqrt(best))
      if (found === own) continue
      assignment[i] = found
      dirty[found] = 1
      if (own < 0) continue
      dirty[own] = 1
      const group = at + Math.floor(own / width)
      lower[group] = Math.min(lower[group]!, away)
    }
  }
)
