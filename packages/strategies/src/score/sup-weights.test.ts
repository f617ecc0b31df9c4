import { assert, describe, it } from "@effect/vitest"
import { Matrix, Sum } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { supWeights, weightsOf } from "./sup-weights.ts"

const centers = Matrix.fromRows64(Array.from({ length: 11 }, (_, i) => [Math.sin(i * i), Math.cos(3 * i), i % 4]))
const used = [0, 1, 2, 4, 5, 7, 8, 9, 10]

describe("supWeights", () => {
  it("is the softmax over the other clusters of how near their centers are, by the definition", () => {
    const distance = (i: number, j: number) =>
      Math.hypot(...Matrix.row64(centers, i).map((x, p) => x - Matrix.row64(centers, j)[p]!))
    for (const i of used) {
      const exps = used.map((j) => j === i ? 0 : Math.exp(-distance(i, j) / 0.7)),
        total = Sum.total(Float64Array.from(exps))
      supWeights(centers, used, i, 0.7).forEach((weight, n) => assert.closeTo(weight, exps[n]! / total, 1e-14))
    }
  })

  it("shares the weight of tied nearest centers as T → 0", () => {
    const rows = [[0, 0], [3, 0], [-3, 0], [0, 50]]
    assert.deepStrictEqual([...supWeights(Matrix.fromRows64(rows), [0, 1, 2, 3], 0, 1e-6)], [0, 0.5, 0.5, 0])
  })

  it("does not overflow far away: weights stay a distribution", () => {
    const weights = supWeights(Matrix.fromRows64([[0, 0], [1e6, 0], [2e6, 0]]), [0, 1, 2], 0, 1e-3)
    assert.deepStrictEqual([...weights], [0, 1, 0])
  })
})

describe("weightsOf", () => {
  it.effect("gives each of some clusters, however many, what it has alone", () =>
    Effect.gen(function*() {
      for (let count = 0; count <= used.length; count++) {
        const some = used.slice(used.length - count)
        const alone = some.map((i) => supWeights(centers, used, i, 1))
        assert.deepStrictEqual(yield* weightsOf(centers, used, some, 1), alone)
      }
    }))
})
