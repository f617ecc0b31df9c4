/**
 * Lloyd's iterations over rows that others have: `descend` of kmeans/lloyd.ts, to the bit. Sums of rows are exact, so that
 * those of the owners add up to the same bits.
 */
import * as Effect from "effect/Effect"
import { up } from "../kernels/assign.ts"
import { widthFor } from "../kmeans/centers.ts"
import type { Descent, Stop } from "../kmeans/lloyd.ts"
import { moveCenter, raise } from "../kmeans/means.ts"
import { gridFor } from "../kmeans/sums.ts"
import type { Crew } from "./crew.ts"
import type { Answer } from "./question.ts"

/** The centers, and what is known of their rows. */
export interface Means {
  readonly k: number
  readonly centers: Float64Array
  /** Level by level. */
  readonly sums: Array<Float64Array>
  readonly drift: Float32Array
  readonly dirty: Int32Array
  sizes: Uint32Array
}

const sizesOf = (parts: ReadonlyArray<{ readonly sizes: Uint32Array }>, k: number): Uint32Array => {
  const sizes = new Uint32Array(k)
  for (const part of parts) part.sizes.forEach((size, j) => sizes[j]! += size)
  return sizes
}

/** The state after the start: no center is anywhere yet, and all of them are dirty. `longest`: the length of the longest row. */
export const begin = Effect.fnUntraced(function*(crew: Crew, k: number, longest: number) {
  const { finer, unit } = gridFor(crew.rows, longest), grid = Float64Array.of(unit, finer)
  const width = widthFor(k), parts = yield* crew.all<"Means">(() => ({ _tag: "Means", k, grid }))
  return {
    k,
    centers: new Float64Array(k * crew.cols),
    sums: [],
    drift: new Float32Array(k + Math.ceil(k / width)),
    dirty: new Int32Array(k).fill(1),
    sizes: sizesOf(parts, k)
  } satisfies Means as Means
})

/** Adds an owner's sums of some clusters, one after the other, to those of all. */
const addUp = (all: Float64Array, some: Float64Array, clusters: ReadonlyArray<number>, cols: number): void =>
  clusters.forEach((j, at) => {
    for (let p = 0; p < cols; p++) all[j * cols + p]! += some[at * cols + p]!
  })

/** Levels that an answer is expected to have at most, so that it is not much larger than it may be where it has more. */
const LEVELS = 4

/** Some of the clusters at a time, so that no answer holds more numbers than are sent. */
const portions = ({ cols, sent }: Crew, clusters: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> => {
  const size = Math.max(1, Math.floor(sent / (LEVELS * cols)))
  return Array.from({ length: Math.ceil(clusters.length / size) }, (_, n) => clusters.slice(n * size, (n + 1) * size))
}

/** Σ row of every dirty cluster. */
const sumRows = Effect.fnUntraced(function*(crew: Crew, { dirty, k, sums }: Means) {
  const { all, cols } = crew, flagged = [...dirty.keys()].filter((j) => dirty[j] !== 0)
  for (const level of sums) for (const j of flagged) level.fill(0, j * cols, (j + 1) * cols)
  for (const some of portions(crew, flagged)) {
    const flags = new Int32Array(k), size = some.length * cols
    for (const j of some) flags[j] = 1
    for (const part of yield* all<"Sums">(() => ({ _tag: "Sums", flags }))) {
      for (let l = 0; l * size < part.sums.length; l++) {
        addUp(sums[l] ??= new Float64Array(k * cols), part.sums.subarray(l * size, (l + 1) * size), some, cols)
      }
    }
  }
})

const moveToMeans = Effect.fnUntraced(function*(crew: Crew, means: Means) {
  const { centers, dirty, drift, k, sizes, sums } = means, { cols } = crew, width = widthFor(k)
  yield* sumRows(crew, means)
  drift.fill(0)
  let shift = 0
  for (let j = 0; j < k; j++) {
    if (dirty[j] === 0 || sizes[j] === 0) continue
    const moved = moveCenter(centers, sums, j * cols, cols, sizes[j]!)
    shift += moved
    raise(drift, j, { k, width }, up(Math.sqrt(moved)))
  }
  return shift
})

/** Assigns every row to its nearest center, ties to the smaller number; whether any center won or lost rows. */
export const assignRows = Effect.fnUntraced(function*(crew: Crew, means: Means) {
  // Copies: what was asked may have to be asked again, when these have moved on.
  const { dirty, k } = means, asked = { centers: means.centers.slice(), drift: means.drift.slice() }
  const parts = yield* crew.all<"Assign">(() => ({ _tag: "Assign", ...asked }))
  dirty.fill(0)
  for (const part of parts) part.dirty.forEach((is, j) => dirty[j]! |= is)
  means.sizes = sizesOf(parts, k)
  return dirty.some((is) => is !== 0)
})

/** Measures the distance of every row to its center. */
export const measure = ({ all }: Crew, means: Means) => {
  const centers = means.centers.slice()
  return all<"Measure">(() => ({ _tag: "Measure", centers }))
}

/** The farthest of the owners' farthest rows, ties to the smaller position. */
const farthest = (crew: Crew, parts: ReadonlyArray<Answer<"Farthest">>) => {
  let found: { readonly row: number; readonly cluster: number; readonly square: number } | undefined
  parts.forEach(({ cluster, row, square }, i) => {
    if (row < 0 || square[0]! <= (found?.square ?? 0)) return
    found = { row: crew.members[i]!.from + row, cluster, square: square[0]! }
  })
  return found
}

/** Gives each empty cluster the row that lies farthest from its center; whether one got any. */
export const fillEmpty = Effect.fnUntraced(function*(crew: Crew, means: Means) {
  const { dirty, sizes } = means, empty = [...sizes.keys()].filter((j) => sizes[j] === 0)
  if (empty.length === 0) return false
  yield* measure(crew, means)
  let filled = false
  for (const j of empty) {
    const found = farthest(crew, yield* crew.all<"Farthest">(() => ({ _tag: "Farthest", sizes })))
    if (found === undefined) continue
    yield* crew.one<"Give">(found.row, (row) => ({ _tag: "Give", row, cluster: j }))
    sizes[found.cluster]!--
    sizes[j]!++
    dirty[j] = dirty[found.cluster] = 1
    filled = true
  }
  return filled
})

/** Moves the centers to the means of their rows and assigns the rows anew, until it comes to rest or `stop` says so. */
export const descend = Effect.fnUntraced(function*(crew: Crew, means: Means, stop: Required<Stop>) {
  for (let iterations = 0;; iterations++) {
    const shift = yield* moveToMeans(crew, means)
    if (iterations > 0 && shift <= stop.tolerance) return { iterations, converged: true } satisfies Descent as Descent
    if (iterations >= stop.maxIterations) return { iterations, converged: false } satisfies Descent as Descent
    const changed = yield* assignRows(crew, means)
    const filled = yield* fillEmpty(crew, means)
    yield* stop.onIteration(iterations + 1)
    if (!changed && !filled) return { iterations: iterations + 1, converged: true } satisfies Descent as Descent
  }
})
