import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Columns, type Frame, Kernels, Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { draw, seeding } from "./seeding.ts"

type Gradient = Columns["gradient"]

const pick = (gradient: Gradient, more: Partial<Frame.Base>) => seeding().pick(frameOf({ gradient }, more))

/** Items on a line: left factors alone tell them apart. */
const line = (...of: ReadonlyArray<number>): Gradient => ({
  left: rows(...of.map((x) => [x])),
  right: rows(...of.map(() => [1]))
})

/** k-means++ with the outer products built: squared distances by brute force, the same draws. */
const brute = ({ left, right }: Gradient, budget: number, key: Rng.Key): ReadonlyArray<number> => {
  const points = Array.from(
    { length: left.rows },
    (_, i) => [...Matrix.row(left, i)].flatMap((a) => [...Matrix.row(right, i)].map((h) => a * h))
  )
  const squared = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
    a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0)
  const norms = points.map((x) => squared(x, x.map(() => 0)))
  const picks = [norms.indexOf(Math.max(...norms))]
  while (picks.length < budget) {
    const weights = points.map((x) => Math.min(...picks.map((j) => squared(x, points[j]!))))
    const target = Rng.uniform(key, picks.length) * weights.reduce((a, b) => a + b, 0)
    let sum = 0
    picks.push(weights.findIndex((w) => (sum += w) > target))
  }
  return picks
}

describe("seeding", () => {
  it.effect("starts with the longest, the first of equals, and then avoids what is picked", () =>
    Effect.gen(function*() {
      for (let seed = 0; seed < 20; seed++) {
        const { positions, scores } = yield* pick(line(1, -3, 3, -3, 0), { budget: 3, key: Rng.fromSeed(seed) })
        assert.strictEqual(positions[0], 1)
        assert.strictEqual(scores[0], 9)
        assert.notInclude([...positions.slice(1)], 3, "the twin of a pick has weight 0")
      }
    }))

  it.effect("fills up with the smallest positions when only copies are left", () =>
    Effect.gen(function*() {
      const { positions } = yield* pick(line(2, 5, 5, 2, 5), { budget: 5 })
      const twin = positions[1] === 0 ? 3 : 0
      assert.deepStrictEqual([...positions], [1, 3 - twin, ...[twin, 2, 4].sort()])
      assert.deepStrictEqual([...(yield* pick(line(0, 0, 0), { budget: 3 })).positions], [0, 1, 2])
    }))

  it.effect("takes what was picked before as a center already", () =>
    Effect.map(
      pick(line(0, 9, 9, 5), { budget: 1, picked: Uint32Array.of(1), candidates: Uint32Array.of(0, 2, 3) }),
      ({ positions, scores }) => {
        assert.notStrictEqual(positions[0], 2)
        assert.strictEqual(scores[0], positions[0] === 0 ? 81 : 16)
      }
    ))

  it("draws in proportion to the weights", () => {
    const counts = [0, 0, 0, 0]
    const key = Rng.fromSeed(5)
    const weights = Float64Array.of(1, 0, 3, 6)
    for (let i = 0; i < 20_000; i++) counts[draw(weights, 4, new Uint8Array(4), Rng.uniform(key, i))]! += 1
    assert.strictEqual(counts[1], 0)
    // Four standard errors of a share of 0.1, 0.3 and 0.6 over 20,000 draws.
    counts.forEach((n, i) => assert.closeTo(n / 20_000, weights[i]! / 10, 0.014))
  })

  const number = fc.double({ min: -2, max: 2, noNaN: true })

  test.prop([fc.array(fc.tuple(number, number, number, number), { minLength: 4, maxLength: 9 }), fc.integer()])(
    "is k-means++ on the outer products, in every variant",
    (items, seed) => {
      const key = Rng.fromSeed(seed)
      const gradient = {
        left: rows(...items.map(([a, b], i) => [a + i + 1, b])),
        right: rows(...items.map(([, , c, d], i) => [c + 3, d - i]))
      }
      return Effect.runPromise(Effect.gen(function*() {
        for (const variant of ["typescript", "simd"] as const) {
          const { positions } = yield* Effect.provide(pick(gradient, { budget: 3, key }), Kernels.layer({ variant }))
          assert.deepStrictEqual([...positions], brute(gradient, 3, key))
        }
      }))
    }
  )
})
