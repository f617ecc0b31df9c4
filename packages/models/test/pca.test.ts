import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { applyPca, fitPca } from "../src/encoder/pca.ts"
import { applyStandardize, fitStandardize } from "../src/encoder/standardize.ts"
import golden from "./golden/pca.json" with { type: "json" }

const near = (found: ArrayLike<number>, wanted: ReadonlyArray<number>, tolerance: number): void => {
  assert.strictEqual(found.length, wanted.length)
  wanted.forEach((value, i) => assert.closeTo(found[i]!, value, tolerance * (1 + Math.abs(value))))
}

describe("encoders fitted to a pool are scikit-learn's", () => {
  it.effect.each(golden.cases)(
    "of $rows × $cols",
    ({ cols, components, rows, x, ...wanted }) =>
      Effect.gen(function*() {
        const pool = { data: Float32Array.from(x), rows, cols }
        const fitted = yield* fitPca(pool, { components })
        near(fitted.mean, wanted.mean, 1e-9)
        near(fitted.variance, wanted.variance, 1e-6)
        near(fitted.share, wanted.share, 1e-6)
        near(fitted.components.data, wanted.directions, 1e-5)
        near((yield* applyPca(fitted, pool)).data, wanted.projected, 1e-5)
        near(applyStandardize(fitStandardize(pool), pool).data, wanted.standardized, 1e-5)
      })
  )
})
