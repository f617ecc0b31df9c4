import { assert, describe, it } from "@effect/vitest"
import { Embedder } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { encode } from "./Encoder.ts"
import { given, raw, unitRows } from "./matrix.ts"
import { ofItems } from "./Source.ts"

describe("what is numbers already", () => {
  it.effect("is given as it is", () =>
    Effect.gen(function*() {
      const matrix = { data: Float32Array.of(1, 2), rows: 1, cols: 2 }
      assert.strictEqual(yield* Embedder.use(({ embedding }) => embedding).pipe(Effect.provide(given(matrix))), matrix)
    }))

  it.effect("raw: bytes from 0 to 1, or normalized; other numbers unchanged", () =>
    Effect.gen(function*() {
      const bytes = yield* encode(raw, ofItems({ data: Uint8Array.of(0, 51, 255, 102), rows: 2, shape: [1, 2, 1] }))
      assert.deepStrictEqual([bytes.rows, bytes.cols, ...bytes.data], [2, 2, 0, Math.fround(0.2), 1, Math.fround(0.4)])
      const normalization = { scale: 255, mean: [0.2], std: [0.5] }
      const normal = yield* encode(
        raw,
        ofItems({ data: Uint8Array.of(0, 255), rows: 1, shape: [1, 2, 1], normalization })
      )
      assert.deepStrictEqual([...normal.data], [Math.fround(-0.4), Math.fround(1.6)])
      const data = Float32Array.of(-3, 255)
      const numbers = yield* encode(raw, ofItems({ data, rows: 2, shape: [1] }))
      assert.deepStrictEqual([...numbers.data], [-3, 255])
    }))

  it.effect("rows of length one, and which have none", () =>
    Effect.gen(function*() {
      const { matrix, zeroRows } = yield* unitRows({ data: Float32Array.of(3, 4, 0, 0), rows: 2, cols: 2 })
      assert.deepStrictEqual([...matrix.data], [Math.fround(0.6), Math.fround(0.8), 0, 0])
      assert.deepStrictEqual([...zeroRows], [1])
    }))
})
