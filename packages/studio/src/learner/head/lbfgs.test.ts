import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { minimize } from "./lbfgs.ts"

const stop = { most: 500, tolerance: 1e-9, cost: 10 }

it.effect("finds the least of a stretched bowl, and of one that is no square", () =>
  Effect.gen(function*() {
    const bowl = (at: Float64Array, gradient: Float64Array) =>
      at.reduce((sum, x, i) => {
        const weight = 10 ** i, far = x - i
        gradient[i] = 2 * weight * far
        return sum + weight * far * far
      }, 0)
    const found = yield* minimize(bowl, new Float64Array(5), stop)
    found.forEach((x, i) => assert.closeTo(x, i, 1e-6))
    const logistic = ([x]: Float64Array, gradient: Float64Array) => {
      gradient[0] = 1 / (1 + Math.exp(-x!)) - 0.9
      return Math.log1p(Math.exp(x!)) - 0.9 * x!
    }
    assert.closeTo((yield* minimize(logistic, Float64Array.of(-5), stop))[0]!, Math.log(9), 1e-6)
  }))

it.effect("stays where nothing is to be gained", () =>
  Effect.gen(function*() {
    const flat = (_: Float64Array, gradient: Float64Array) => (gradient.fill(0), 3)
    assert.deepStrictEqual(yield* minimize(flat, Float64Array.of(1, 2), stop), Float64Array.of(1, 2))
  }))
