/**
 * The minimum of a smooth convex function, by limited-memory BFGS (Nocedal & Wright, Numerical Optimization, algorithm 7.5).
 */
import * as Kernels from "@marginalia/core/Kernels"
import * as Effect from "effect/Effect"

/** The value at `at`; writes the gradient. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number

/** When to stop. */
export interface Stop {
  /** Steps at most. */
  readonly most: number
  /** The gradient's length as a share of what it was at first. */
  readonly tolerance: number
  /** About how many multiply-adds the objective takes, for the event loop's sake. */
  readonly cost: number
}

const MEMORY = 8
/** Armijo's: a step must gain this share of what its slope promises. */
const GAIN = 1e-4
const HALVINGS = 30

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

const add = (a: Float64Array, scale: number, b: Float64Array): void => {
  for (let i = 0; i < a.length; i++) a[i]! += scale * b[i]!
}

interface Pair {
  readonly step: Float64Array
  readonly turn: Float64Array
  readonly inverse: number
}

/** −H g by the two loops; the last pair first. */
const directionOf = (gradient: Float64Array, pairs: ReadonlyArray<Pair>): Float64Array => {
  const q = gradient.map((x) => -x), shares: Array<number> = []
  for (const { inverse, step, turn } of pairs) {
    const share = inverse * dot(step, q)
    shares.push(share)
    add(q, -share, turn)
  }
  const [last] = pairs
  const scale = last === undefined
    ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)))
    : 1 / (last.inverse * dot(last.turn, last.turn))
  for (let i = 0; i < q.length; i++) q[i]! *= scale
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { inverse, step, turn } = pairs[k]!
    add(q, shares[k]! - inverse * dot(turn, q), step)
  }
  return q
}

/** The point after the longest of the steps 1, 1/2, 1/4, … that gains enough; undefined where none does. */
const search = (
  f: Objective,
  { at, direction, gradient, value }: {
    readonly at: Float64Array
    readonly direction: Float64Array
    readonly gradient: Float64Array
    readonly value: number
  }
) => {
  const slope = dot(gradient, direction), next = new Float64Array(at.length), turned = new Float64Array(at.length)
  for (let k = 0, length = 1; k < HALVINGS; k++, length /= 2) {
    next.set(at)
    add(next, length, direction)
    const found = f(next, turned)
    if (found <= value + GAIN * length * slope) return { at: next, gradient: turned, value: found }
  }
  return undefined
}

/** Where `f` is least, from `start` on. Deterministic: the same start gives the same bits. Gives way to the event loop. */
export const minimize = Effect.fnUntraced(function*(f: Objective, start: Float64Array, stop: Stop) {
  let at = start, gradient: Float64Array = new Float64Array(start.length), pairs: ReadonlyArray<Pair> = []
  let value = f(at, gradient)
  const enough = stop.tolerance * Math.sqrt(dot(gradient, gradient))
  for (let k = 0; k < stop.most; k++) {
    if (Math.sqrt(dot(gradient, gradient)) <= enough) break
    const found = search(f, { at, gradient, value, direction: directionOf(gradient, pairs) })
    if (found === undefined) break
    const step = found.at.map((x, i) => x - at[i]!), turn = found.gradient.map((x, i) => x - gradient[i]!)
    const curvature = dot(step, turn)
    if (curvature > 0) pairs = [{ step, turn, inverse: 1 / curvature }, ...pairs].slice(0, MEMORY)
    at = found.at
    gradient = found.gradient
    value = found.value
    yield* Kernels.breathe(stop.cost)
  }
  return at
})
