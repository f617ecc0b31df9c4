import { assert, describe, it } from "@effect/vitest"
import { Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { inverted, multiplied, traced } from "../../test/dense.ts"
import * as Inverse from "./inverse.ts"

const d = 3, n = 6

const key = Rng.fromSeed(8)
const features = Matrix.make(Float32Array.from({ length: n * d }, (_, i) => Rng.uniform(key, i) - 0.5), n, d)
const spread = Float64Array.from({ length: n }, (_, i) => 0.5 - i / 20)
const vector = (i: number) => Float64Array.from(Matrix.row(features, i), (x) => x * spread[i]!)

/** λI + Σ v vᵀ, as rows. */
const full = (lambda: number, of: ReadonlyArray<number>) =>
  Array.from(
    { length: d },
    (_, a) =>
      Array.from({ length: d }, (_, b) =>
        of.reduce((sum, i) => sum + vector(i)[a]! * vector(i)[b]!, a === b ? lambda : 0))
  )

const near = (found: Float64Array, expected: ReadonlyArray<ReadonlyArray<number>>) =>
  expected.flat().forEach((x, i) => assert.closeTo(found[i]!, x, 1e-12))

describe("the inverse", () => {
  it("is that of λI + Σ v vᵀ after each vector", () => {
    const inverse = Inverse.start(d, 0.5)
    near(inverse, inverted(full(0.5, [])))
    for (const i of [0, 1, 1, 5]) Inverse.include(inverse, vector(i))
    near(inverse, inverted(full(0.5, [0, 1, 1, 5])))
  })

  it.effect("says of each item what tr(F M⁻¹) loses or gains, however items come and go", () =>
    Effect.gen(function*() {
      const information = full(0, [0, 1, 2, 3, 4, 5]), flat = Float64Array.from(information.flat())
      const inverse = Inverse.start(d, 1)
      Inverse.include(inverse, vector(4))
      const { move, reach, worth } = yield* Inverse.items(features, spread, inverse, flat)
      let inside = [4]
      const left = (of: ReadonlyArray<number>) => traced(multiplied(information, inverted(full(1, of))))
      const check = () => {
        near(inverse, inverted(full(1, inside)))
        for (let i = 0; i < n; i++) {
          const gain = worth[i]! / (1 + reach[i]!), loss = worth[i]! / (1 - reach[i]!)
          assert.closeTo(gain, left(inside) - left([...inside, i]), 1e-12)
          if (inside.includes(i)) assert.closeTo(loss, left(inside.filter((j) => j !== i)) - left(inside), 1e-12)
        }
      }
      check()
      for (const i of [2, 0, 5]) {
        yield* move(i, true)
        inside = [...inside, i]
        check()
      }
      for (const i of [0, 2]) {
        yield* move(i, false)
        inside = inside.filter((j) => j !== i)
        check()
      }
    }))
})
