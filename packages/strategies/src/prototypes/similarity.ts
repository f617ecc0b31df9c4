/**
 * Cosines of projections and prototypes.
 */
import { type Frame, Kernels, type Matrix, PartFailed } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inBlocks } from "../uncertainty/blocks.ts"
import * as Simplex from "./simplex.ts"

/** What similarity is measured from. */
export type Needed = "projection" | "prototype"

type View = Frame.Frame<Needed>

/** By position: the highest cosine (NaN off the candidates), and the class whose prototype has it. */
export interface Nearest {
  readonly similarity: Float64Array
  readonly classes: Int32Array
}

/** Refuses what has no meaning: widths that differ, and two classes on a line. */
export const check = (part: string, { projection, prototype }: View): Effect.Effect<void, PartFailed> => {
  const [width, wanted] = [projection.cols, prototype.cols]
  if (width !== wanted) {
    const problem =
      `projection has ${width} columns, and the prototypes of ${prototype.rows} classes have ${wanted}; ` +
      `give a projection of width ${wanted}, or the number of classes (--classes), which is ${width + 1} for this one`
    return Effect.fail(new PartFailed({ part, problem }))
  }
  if (width === 1) {
    const problem = "with 2 classes the projection is a single number and all cosines are 1, so similarity tells " +
      "nothing; use margin or entropy"
    return Effect.fail(new PartFailed({ part, problem }))
  }
  return Effect.void
}

const simplexNearest = (
  { candidates, projection }: View,
  simplex: Simplex.Simplex,
  { classes, similarity }: Nearest
) => {
  const { below, cols, diagonal } = simplex
  const { data } = projection
  return inBlocks(candidates.length, 2 * cols, (from, to) => {
    for (let j = from; j < to; j++) {
      const position = candidates[j]!
      let [at, shared, squares, most, best] = [position * cols, 0, 0, -Infinity, 0]
      for (let i = 0; i < cols; i++) {
        const x = data[at++]!
        const dot = shared + diagonal[i]! * x
        shared += below[i]! * x
        squares += x * x
        if (dot > most) {
          most = dot
          best = i
        }
      }
      if (shared > most) {
        most = shared
        best = cols
      }
      similarity[position] = squares > 0 ? most / Math.sqrt(squares) : 0
      classes[position] = best
    }
  })
}

/** Some prototypes at unit length, one a row; zero ones stay zero. */
const unit = ({ cols, data }: Matrix.Matrix64, classes: Uint32Array): Matrix.Matrix64 => {
  const out = new Float64Array(classes.length * cols)
  classes.forEach((c, j) => {
    const row = data.subarray(c * cols, (c + 1) * cols)
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0))
    row.forEach((x, i) => out[j * cols + i] = norm > 0 ? x / norm : 0)
  })
  return { data: out, rows: classes.length, cols }
}

const gather = ({ cols, data }: Matrix.Matrix, positions: Uint32Array): Matrix.Matrix => {
  const rows = new Float32Array(positions.length * cols)
  positions.forEach((position, i) => rows.set(data.subarray(position * cols, (position + 1) * cols), i * cols))
  return { data: rows, rows: positions.length, cols }
}

/** The dot products of each row of `x` with some of the prototypes at unit length: calls `put(i, j, dot)`. */
const eachDot = Effect.fnUntraced(function*(
  x: Matrix.Matrix,
  prototype: Matrix.Matrix64,
  classes: Uint32Array,
  put: (i: number, j: number, dot: number) => void
) {
  if (Simplex.isSimplex(prototype)) {
    const all = new Float64Array(prototype.rows)
    return yield* inBlocks(x.rows, 2 * prototype.rows, (from, to) => {
      for (let i = from; i < to; i++) {
        Simplex.dots(prototype, x.data, i * x.cols, all)
        for (let j = 0; j < classes.length; j++) put(i, j, all[classes[j]!]!)
      }
    })
  }
  const kernels = yield* Kernels.Kernels
  const all = yield* kernels.dots(x, unit(prototype, classes))
  yield* inBlocks(x.rows, classes.length, (from, to) => {
    for (let i = from; i < to; i++) for (let j = 0; j < classes.length; j++) put(i, j, all[i * classes.length + j]!)
  })
})

/**
 * The cosines of the items at some positions with the prototypes of some classes: a row a class, a column an item; 0
 * where either vector is zero.
 */
export const cosines = Effect.fnUntraced(function*(
  { projection, prototype }: View,
  positions: Uint32Array,
  classes: Uint32Array
) {
  const kernels = yield* Kernels.Kernels
  const x = gather(projection, positions)
  const norms = yield* kernels.rowNorms(x)
  const all = new Float64Array(classes.length * positions.length)
  yield* eachDot(x, prototype, classes, (i, j, dot) => {
    const norm = norms[i]!
    all[j * norms.length + i] = norm > 0 ? dot / norm : 0
  })
  return all
})

/** Rows a block: 2²⁰ dot products. */
const blockOf = (classes: number): number => Math.max(1, Math.floor(2 ** 20 / classes))

const generalNearest = Effect.fnUntraced(function*(frame: View, { classes, similarity }: Nearest) {
  const { rows } = frame.prototype
  const everyone = Uint32Array.from({ length: rows }, (_, c) => c)
  const size = blockOf(rows)
  for (let from = 0; from < frame.candidates.length; from += size) {
    const positions = frame.candidates.subarray(from, from + size)
    const all = yield* cosines(frame, positions, everyone)
    positions.forEach((position, i) => {
      let best = 0
      for (let c = 1; c < rows; c++) if (all[c * positions.length + i]! > all[best * positions.length + i]!) best = c
      similarity[position] = all[best * positions.length + i]!
      classes[position] = best
    })
  }
})

/**
 * For each candidate the highest cosine of its projection with a prototype, and that prototype's class; ties go to the
 * smaller class, a zero projection has similarity 0. O(N C) for maximally separated prototypes, else O(N C d).
 */
export const nearest = Effect.fnUntraced(function*(part: string, frame: View) {
  yield* check(part, frame)
  const { prototype, size } = frame
  const found: Nearest = { similarity: new Float64Array(size).fill(Number.NaN), classes: new Int32Array(size).fill(-1) }
  yield* Simplex.isSimplex(prototype) ? simplexNearest(frame, prototype, found) : generalNearest(frame, found)
  return found
})
