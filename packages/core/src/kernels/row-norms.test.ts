import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { close, engines, matrix } from "../../test/kernels.ts"
import { make } from "../Matrix.ts"
import { rowNorms, rowNormsSync } from "./row-norms.ts"

describe("rowNorms", () => {
  it("is the Euclidean length", () => {
    assert.deepStrictEqual(rowNormsSync(make(Float32Array.of(3, 4, 0, 0), 2, 2)), Float64Array.of(5, 0))
  })

  test.prop([matrix, fc.constantFrom(...engines)])(
    "every variant agrees with the twin",
    (x, engine) =>
      Effect.runPromise(Effect.map(rowNorms(engine, x), (out) => assert.isTrue(close(out, rowNormsSync(x)))))
  )
})
