/**
 * Least squares for the curve: a grid of shapes, then Levenberg–Marquardt from the best of them.
 */
import type { Curve } from "./curve.ts"
import type { Columns } from "./points.ts"
import { bounded, curveOf, evaluate, type Frame, type Shape } from "./shape.ts"

/** A fit: the shape, what it is stretched to, and the weighted sum of squares that is left. */
export interface Fit {
  readonly shape: Shape
  readonly maximum: number
  readonly error: number
}

const range = (from: number, to: number, steps: number): ReadonlyArray<number> =>
  Array.from({ length: steps }, (_, i) => from + (to - from) * i / (steps - 1))

/** The grid: 8 offsets × 9 powers × 16 sizes at the last point. */
const SHAPES: ReadonlyArray<Shape> = range(Math.log(0.01), Math.log(100), 8).flatMap((offset) =>
  range(Math.log(0.05), Math.log(8), 9).flatMap((power) =>
    range(Math.log(0.05), Math.log(3000), 16).map((last): Shape => [offset, power, last])
  )
)

/**
 * The stretch A in [0, 1] that leaves the least of Σ w(y − A·g)², and what it leaves; the g are `curves` from the index `from`
 * on.
 */
const stretch = ({ accuracy, weight }: Values, curves: Float64Array, from = 0): readonly [number, number] => {
  let yg = 0, gg = 0
  for (let i = 0; i < accuracy.length; i++) {
    const g = curves[from + i]!, weighted = weight[i]! * g
    yg += weighted * accuracy[i]!
    gg += weighted * g
  }
  const maximum = gg > 0 ? Math.min(1, Math.max(0, yg / gg)) : 0
  let error = 0
  for (let i = 0; i < accuracy.length; i++) error += weight[i]! * (accuracy[i]! - maximum * curves[from + i]!) ** 2
  return [maximum, error]
}

/** Solves a · x = b for a symmetric positive 4 × 4 matrix by elimination, in place; false where it is singular. */
const solve = (a: Float64Array, b: Float64Array): boolean => {
  for (let k = 0; k < 4; k++) {
    if (!(a[k * 4 + k]! > 1e-300)) return false
    for (let i = k + 1; i < 4; i++) {
      const factor = a[i * 4 + k]! / a[k * 4 + k]!
      for (let j = k; j < 4; j++) a[i * 4 + j]! -= factor * a[k * 4 + j]!
      b[i]! -= factor * b[k]!
    }
  }
  for (let k = 3; k >= 0; k--) {
    for (let j = k + 1; j < 4; j++) b[k]! -= a[k * 4 + j]! * b[j]!
    b[k]! /= a[k * 4 + k]!
  }
  return true
}

/** What is fitted: an accuracy at each number of labels, and what it weighs. */
export type Values = Omit<Columns, "labels">

/** A fitter of curves to accuracies that are measured at the same numbers of labels. */
export interface Fitter {
  /** The curve that leaves the least of the weighted squares. */
  readonly fit: (values: Values) => Fit
  readonly curve: (fit: Fit) => Curve
}

/** From how many shapes of the grid a fit goes on. */
const STARTS = 12

/** How many steps a fit takes at most. */
const STEPS = 40

/** Room that the steps of a fit are computed in. */
const roomFor = (n: number) => ({
  g: new Float64Array(n),
  slopes: [new Float64Array(n), new Float64Array(n), new Float64Array(n)] as const,
  normal: new Float64Array(16),
  damped: new Float64Array(16),
  gradient: new Float64Array(4),
  move: new Float64Array(4)
})

type Room = ReturnType<typeof roomFor>

interface Place {
  readonly frame: Frame
  readonly labels: Float64Array
  readonly room: Room
  /** The shapes to begin from, and the curve of each at `labels`, one after the other. */
  readonly shapes: ReadonlyArray<Shape>
  readonly grid: Float64Array
}

/** Fills JᵀWJ and JᵀWr of A, a, c and s in. */
const linearize = ({ frame, labels, room }: Place, { accuracy, weight }: Values, { maximum, shape }: Fit): void => {
  const { g, gradient, normal, slopes } = room
  evaluate(frame, shape, labels, g, slopes)
  normal.fill(0)
  gradient.fill(0)
  for (let i = 0; i < labels.length; i++) {
    const row = [g[i]!, maximum * slopes[0][i]!, maximum * slopes[1][i]!, maximum * slopes[2][i]!]
    const rest = accuracy[i]! - maximum * g[i]!
    for (let j = 0; j < 4; j++) {
      gradient[j]! += weight[i]! * row[j]! * rest
      for (let k = 0; k < 4; k++) normal[j * 4 + k]! += weight[i]! * row[j]! * row[k]!
    }
  }
}

/** The fit after one damped step, its stretch made anew; undefined where there is none. */
const step = ({ frame, labels, room }: Place, values: Values, { shape }: Fit, damping: number): Fit | undefined => {
  const { damped, g, gradient, move, normal } = room
  damped.set(normal)
  for (let k = 0; k < 4; k++) damped[k * 5] = normal[k * 5]! * (1 + damping) + 1e-12
  move.set(gradient)
  if (!solve(damped, move)) return undefined
  const next = bounded(frame, [shape[0] + move[1]!, shape[1] + move[2]!, shape[2] + move[3]!])
  evaluate(frame, next, labels, g)
  const [maximum, error] = stretch(values, g)
  return { shape: next, maximum, error }
}

/** Levenberg–Marquardt from a fit, until no step makes it better by a relative 1e-10. */
const polish = (place: Place, values: Values, start: Fit): Fit => {
  let best = start, damping = 1e-3
  linearize(place, values, best)
  for (let i = 0; i < STEPS && damping < 1e9; i++) {
    const next = step(place, values, best, damping)
    if (next === undefined || !(next.error < best.error)) {
      damping *= 8
      continue
    }
    const gain = best.error - next.error
    best = next
    if (gain <= 1e-10 * best.error) break
    damping = Math.max(1e-9, damping / 5)
    linearize(place, values, best)
  }
  return best
}

/** The best shapes of the grid, the best first; of equals the earlier. */
const starts = ({ grid, labels, shapes }: Place, values: Values): ReadonlyArray<Fit> => {
  const n = labels.length, best: Array<Fit> = []
  for (let i = 0; i < shapes.length; i++) {
    const [maximum, error] = stretch(values, grid, i * n)
    if (best.length === STARTS && error >= best[STARTS - 1]!.error) continue
    const place = best.findIndex((other) => error < other.error)
    best.splice(place < 0 ? best.length : place, 0, { shape: shapes[i]!, maximum, error })
    if (best.length > STARTS) best.pop()
  }
  return best
}

/**
 * A fitter for accuracies at these numbers of labels: what does not depend on the accuracies is computed once.
 *
 * A fit begins from the best of 1,152 shapes, so that it needs no start. Nothing is random; of equal fits the first of the grid
 * is taken. O(points) for each of 1,152 shapes, and at most 480 steps.
 */
export const fitter = (frame: Frame, labels: Float64Array): Fitter => {
  const n = labels.length, grid = new Float64Array(SHAPES.length * n)
  const shapes = SHAPES.map((shape) => bounded(frame, shape))
  shapes.forEach((shape, i) => evaluate(frame, shape, labels, grid.subarray(i * n, (i + 1) * n)))
  const place: Place = { frame, labels, shapes, grid, room: roomFor(n) }
  return {
    fit: (values) =>
      starts(place, values).map((start) => polish(place, values, start)).reduce((a, b) => b.error < a.error ? b : a),
    curve: ({ maximum, shape }) => curveOf(frame, shape, maximum)
  }
}
