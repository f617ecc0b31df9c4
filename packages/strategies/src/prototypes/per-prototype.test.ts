import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix, Rng } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { perPrototype, quotas } from "./per-prototype.ts"

const pick = (projection: Matrix.Matrix, prototype: Matrix.Matrix64, more: Partial<Frame.Base>) =>
  perPrototype().pick(frameOf({ projection, prototype }, more))

const axes = Matrix.fromRows64([[1, 0], [0, 1], [-1, -1]])

/** Decision 11 by brute force: sort everything, take in turn. */
const brute = (projection: Matrix.Matrix, prototype: Matrix.Matrix64, share: Uint32Array): ReadonlyArray<number> => {
  const cosine = (i: number, c: number): number => {
    const [x, p] = [Matrix.row(projection, i), Matrix.row64(prototype, c)]
    const dot = x.reduce((sum, value, j) => sum + value * p[j]!, 0)
    return Math.hypot(...x) === 0 ? 0 : dot / Math.hypot(...x) / Math.hypot(...p)
  }
  const picks: Array<number> = []
  for (let turn = 0; turn < Math.max(...share); turn++) {
    share.forEach((n, c) => {
      const left = Array.from({ length: projection.rows }, (_, i) => i).filter((i) => !picks.includes(i))
      if (n > turn) picks.push(left.toSorted((a, b) => cosine(b, c) - cosine(a, c) || a - b)[0]!)
    })
  }
  return picks
}

describe("per-prototype", () => {
  it.effect("classes in turn, each its closest, an item once", () =>
    Effect.gen(function*() {
      // Item 1 is the closest to both of the first two prototypes' second turn.
      const projection = rows([5, 0], [3, 3], [0, 2], [-1, -1], [-1, -2], [9, -9])
      const { positions, scores } = yield* pick(projection, axes, { budget: 6 })
      assert.deepStrictEqual([...positions], [0, 2, 3, 1, 5, 4])
      const expected = [1, 1, 1, Math.SQRT1_2, -Math.SQRT1_2, 3 / Math.sqrt(10)]
      scores.forEach((x, i) => assert.closeTo(x, expected[i]!, 1e-12))
    }))

  it.effect("says which prototype and how similar", () =>
    Effect.map(pick(rows([0, 1], [1, 0], [-2, -2]), axes, { budget: 3 }), ({ evidence }) => {
      const prototype = evidence?.find((one) => one.name === "prototype")?.values
      assert.deepStrictEqual(prototype, Float64Array.of(1, 0, 2))
    }))

  it.effect("a budget below the number of classes goes to classes drawn from the key", () =>
    Effect.gen(function*() {
      const projection = rows([1, 0], [0, 1], [-1, -1])
      const first = new Set<number>()
      for (let seed = 0; seed < 30; seed++) {
        const { positions } = yield* pick(projection, axes, { budget: 1, key: Rng.fromSeed(seed) })
        assert.strictEqual(positions.length, 1)
        first.add(positions[0]!)
      }
      assert.deepStrictEqual(first, new Set([0, 1, 2]))
    }))

  test.prop([fc.nat({ max: 500 }), fc.integer({ min: 2, max: 60 }), fc.integer()])(
    "quotas sum to the budget and differ by one at most",
    (budget, classes, seed) => {
      const share = quotas(budget, classes, Rng.fromSeed(seed))
      assert.strictEqual(share.reduce((a, b) => a + b, 0), budget)
      assert.isTrue(share.every((n) => n === Math.floor(budget / classes) || n === Math.ceil(budget / classes)))
    }
  )

  const direction = fc.constantFrom([1, 0], [0, 1], [-1, 0], [0, -1], [0, 0], [2, 0], [0, 4])

  test.prop([fc.array(direction, { minLength: 1, maxLength: 14 }), fc.integer({ min: 1, max: 14 }), fc.integer()])(
    "is what brute force picks where cosines tie",
    (points, n, seed) => {
      const projection = Matrix.fromRows(points)
      const cross = Matrix.fromRows64([[1, 0], [0, 1], [-1, 0]])
      const budget = Math.min(n, points.length)
      const key = Rng.fromSeed(seed)
      return Effect.runPromise(
        Effect.map(
          pick(projection, cross, { budget, key }),
          ({ positions }) => assert.deepStrictEqual([...positions], brute(projection, cross, quotas(budget, 3, key)))
        )
      )
    }
  )

  test.prop([fc.integer({ min: 3, max: 7 }), fc.integer({ min: 1, max: 20 }), fc.integer()])(
    "is what brute force picks, on data without ties",
    (classes, n, seed) => {
      const key = Rng.fromSeed(seed)
      const data = Float32Array.from({ length: 20 * (classes - 1) }, (_, i) => Rng.uniform(key, i) - 0.5)
      const projection = Matrix.make(data, 20, classes - 1)
      const prototype = Simplex.make(classes)
      return Effect.runPromise(
        Effect.map(
          pick(projection, prototype, { budget: n, key }),
          ({ positions }) =>
            assert.deepStrictEqual([...positions], brute(projection, prototype, quotas(n, classes, key)))
        )
      )
    }
  )
})
