import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { close, engines, matrix } from "../../test/kernels.ts"
import { row } from "../Matrix.ts"
import { squaredDistancesTo, squaredDistancesToSync } from "./squared-distances.ts"

describe("squaredDistancesTo", () => {
  test.prop([matrix.filter((x) => x.rows > 0), fc.nat(), fc.constantFrom(...engines)])(
    "every variant agrees with the twin, and equal rows are exactly 0 apart",
    (x, seed, engine) =>
      Effect.runPromise(Effect.gen(function*() {
        const at = seed % x.rows
        const out = yield* squaredDistancesTo(engine, x, at)
        assert.isTrue(close(out, squaredDistancesToSync(x, at)))
        assert.deepStrictEqual(out, yield* squaredDistancesTo(engine, x, row(x, at)))
        out.forEach((d, i) => assert.strictEqual(d === 0, row(x, i).every((value, p) => value === row(x, at)[p])))
      }))
  )
})
