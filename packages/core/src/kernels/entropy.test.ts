import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { close, engines, matrix } from "../../test/kernels.ts"
import { make, make64 } from "../Matrix.ts"
import { entropies, entropiesSync, weightedEntropies, weightedEntropiesSync } from "./entropy.ts"

const magnitudes = (x: { readonly data: Float32Array; readonly rows: number; readonly cols: number }) =>
  make(x.data.map(Math.abs), x.rows, x.cols)

describe("entropies", () => {
  it("by hand: nats, 0 log 0 = 0", () => {
    const out = entropiesSync(make(Float32Array.of(0.5, 0.5, 0, 1, 0, 0), 2, 3))
    assert.deepStrictEqual(out, Float64Array.of(Math.LN2, 0))
  })

  test.prop([matrix, fc.constantFrom(...engines)])("every variant agrees with the twin", (x, engine) => {
    const p = magnitudes(x)
    return Effect.runPromise(
      Effect.map(entropies(engine, p), (out) => assert.isTrue(close(out, entropiesSync(p), 1e-14)))
    )
  })

  const positive = fc.float({ min: Math.fround(1e-45), max: 2, noNaN: true, noDefaultInfinity: true })

  test.prop([fc.array(positive, { minLength: 1, maxLength: 40 }), fc.constantFrom(...engines)])(
    "the logarithm is within two units in the last place of Math.log",
    (values, engine) =>
      Effect.runPromise(
        Effect.map(entropies(engine, make(Float32Array.from(values), values.length, 1)), (out) =>
          out.forEach((h, i) => {
            const x = Math.fround(values[i]!)
            const expected = 0 - x * Math.log(x)
            // p log p carries the logarithm's error and half a unit of its own.
            assert.isAtMost(Math.abs(h - expected), 2.5 * Number.EPSILON * Math.abs(expected))
          }))
      )
  )

  for (const engine of engines) {
    it.effect(`zeros, one-hot rows and the smallest numbers (${engine.variant})`, () =>
      Effect.gen(function*() {
        const rows = make(Float32Array.of(0, 1, 0, 0, 0, -0, 1, 0, 1e-45, 1, 0, 0), 3, 4)
        const [a, b, c] = yield* entropies(engine, rows)
        assert.deepStrictEqual([a, b], [0, 0])
        assert.isTrue(c! > 0 && c! < 1e-42)
      }))
  }
})

describe("weightedEntropies", () => {
  test.prop([matrix, fc.constantFrom(...engines)])("every variant agrees with the twin", (x, engine) => {
    const p = make64(Float64Array.from(x.data, Math.abs), x.rows, x.cols)
    const weights = Float64Array.from({ length: x.cols }, (_, j) => (j % 5) / 3)
    return Effect.runPromise(Effect.gen(function*() {
      const out = yield* weightedEntropies(engine, p, weights)
      assert.isTrue(close(out, weightedEntropiesSync(p, weights), 1e-13))
      const plain = yield* weightedEntropies(engine, p)
      assert.isTrue(close(plain, entropiesSync(magnitudes(x)), 1e-13))
    }))
  })

  it.effect("goes block by block over many rows", () =>
    Effect.gen(function*() {
      const p = make64(Float64Array.from({ length: 3 * 60_000 }, (_, i) => (i % 11) / 10), 60_000, 3)
      const out = yield* weightedEntropies(engines[0]!, p)
      assert.isTrue(close(out, weightedEntropiesSync(p, Float64Array.of(1, 1, 1)), 1e-13))
    }))
})
