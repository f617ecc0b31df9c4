import { assert, describe, it } from "@effect/vitest"
import { Matrix, Rng } from "@marginalia/core"
import type { Frame } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { meanInformation, spreads } from "./information.ts"

describe("spreads", () => {
  it.effect("by hand: of the most probable class against all others, or between the two most probable", () =>
    Effect.gen(function*() {
      const probability = rows([0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [1, 0, 0], [0.25, 0.25, 0.5])
      const frame = frameOf({ probability }) as Frame.Frame<"probability">
      const of = (p: number) => Math.sqrt(p * (1 - p))
      assert.deepStrictEqual([...yield* spreads(frame, "binary")], [0.5, of(0.75), 0, 0.5])
      assert.deepStrictEqual([...yield* spreads(frame, "top-2")], [of(2 / 3), of(6 / 7), 0, of(2 / 3)])
    }))
})

describe("meanInformation", () => {
  it.effect("is the mean of v vᵀ, over pools of several blocks too", () =>
    Effect.gen(function*() {
      const key = Rng.fromSeed(1), [n, d] = [1100, 3]
      const features = Matrix.make(Float32Array.from({ length: n * d }, (_, i) => Rng.uniform(key, i) - 0.5), n, d)
      const spread = Float64Array.from({ length: n }, (_, i) => i % 2 === 0 ? 0.5 : 0.1)
      const found = yield* meanInformation(features, spread)
      for (let a = 0; a < d; a++) {
        for (let b = 0; b < d; b++) {
          let sum = 0
          for (let i = 0; i < n; i++) sum += spread[i]! ** 2 * features.data[i * d + a]! * features.data[i * d + b]!
          assert.closeTo(found[a * d + b]!, sum / n, 1e-12)
        }
      }
    }))
})
