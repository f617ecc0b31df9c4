/**
 * Cosines of projections and prototypes.
 */
import { type Frame, Kernels, Matrix, Message, PartFailed, Score } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { clamped } from "../uncertainty/domain.ts"
import { favorite } from "../uncertainty/passes.ts"
import { candidateScores } from "../uncertainty/rows.ts"
import { cosineOf, eachCosines, every } from "./cosines.ts"

/** What similarity is measured from. */
export type Needed = "projection" | "prototype"

type View = Frame.Frame<Needed>

/** By position: the highest cosine with a prototype (NaN off the candidates), and that prototype's class. */
export interface Nearest {
  readonly similarity: Float64Array
  readonly classOf: (position: number) => number
}

/** Refuses what has no meaning: widths that differ, and two classes on a line. */
export const check = (part: string, { projection, prototype }: View): Effect.Effect<void, PartFailed> => {
  const [width, wanted] = [projection.cols, prototype.cols]
  if (width !== wanted) {
    const problem = `projection has ${width} columns, and the prototypes of ${prototype.rows} classes have ${wanted}`
    const classes = Message.setting("classes")
    const hint = Message.text`give a projection of width ${wanted}, or the number of classes (${classes}), which is ${
      width + 1
    } for this one`
    const fault = { reason: "Column", column: "projection", value: width, expected: wanted } as const
    return Effect.fail(new PartFailed({ part, problem: Message.text`${problem}; ${hint}`, ...fault }))
  }
  if (width === 1) {
    const problem = "with 2 classes the projection is a single number and all cosines are 1, so similarity tells " +
      "nothing; use margin or entropy"
    return Effect.fail(new PartFailed({ part, problem, reason: "Classes", value: 2, expected: "3 classes or more" }))
  }
  return Effect.void
}

const simplexNearest = Effect.fnUntraced(function*(frame: View, simplex: Simplex.Simplex) {
  const kernels = yield* Kernels.Kernels
  const { cols, data } = Matrix.whole(frame.projection)
  const cosines = yield* candidateScores(frame, frame.projection, (x) => kernels.simplexCosines(x, simplex))
  const similarity = clamped(cosines, -1, 1)
  const dots = new Float64Array(simplex.rows)
  const classOf = (position: number): number =>
    favorite(Simplex.dots(simplex, data, position * cols, dots), 0, simplex.rows)
  const nearest: Nearest = { similarity, classOf }
  return nearest
})

const generalNearest = Effect.fnUntraced(function*(frame: View) {
  const { candidates, prototype } = frame
  const values = new Float64Array(candidates.length)
  const classes = new Int32Array(frame.size).fill(-1)
  yield* eachCosines(frame, candidates, every(prototype.rows), (i, dots, norm) => {
    const best = favorite(dots, 0, dots.length)
    values[i] = cosineOf(dots[best]!, norm)
    classes[candidates[i]!] = best
  })
  const nearest: Nearest = { similarity: Score.scatter(frame, values), classOf: (position) => classes[position]! }
  return nearest
})

/**
 * For each candidate the highest cosine of its projection with a prototype, and that prototype's class; ties go to the
 * smaller class, a zero projection has similarity 0. O(N C) for maximally separated prototypes, else O(N C d).
 */
export const nearest = Effect.fnUntraced(function*(part: string, frame: View) {
  yield* check(part, frame)
  return yield* Simplex.isSimplex(frame.prototype)
    ? simplexNearest(frame, frame.prototype)
    : generalNearest(frame)
})
