import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { single } from "./engine.ts"
import { farthestFirstPlain } from "./farthest-first.ts"
import { farthest } from "./farthest.ts"

describe("farthest", () => {
  test.prop([
    clouds,
    fc.constantFrom(...engines),
    fc.constantFrom(0, 2 ** 26),
    fc.constantFrom(1, 100, 1000, 2 ** 20),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 0, max: 80 })
  ])(
    "picks the same by passes, by bounds, and by both one after the other",
    (matrix, of, passed, kept, centers, budget) => {
      const engine = single(of.variant, { settings: { passed, kept } })
      const request = {
        matrix,
        candidates: everyone(matrix).filter((i) => i % 7 !== 3),
        centers: Uint32Array.from({ length: Math.min(centers, matrix.rows) }, (_, c) => c),
        budget
      }
      assert.deepStrictEqual(
        Effect.runSync(farthest(engine, request)),
        Effect.runSync(farthestFirstPlain(engine, request))
      )
    }
  )

  test.prop([fc.nat(), fc.integer({ min: 0, max: 2 })])(
    "goes on by bounds where every pick needs a pass",
    (seed, centers) => {
      // All are as far from each other: with room for two rows, a pass gives two picks at most.
      const matrix = cloud("plain", 120, 6, seed), engine = single("simd", { settings: { passed: 0, kept: 1 } })
      const request = {
        matrix,
        candidates: everyone(matrix),
        centers: everyone(matrix).subarray(0, centers),
        budget: 30
      }
      assert.deepStrictEqual(
        Effect.runSync(farthest(engine, request)),
        Effect.runSync(farthestFirstPlain(engine, request))
      )
    }
  )
})
