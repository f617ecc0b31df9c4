import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import type { Items } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { digitItems } from "../../test/digits.ts"
import { encode } from "./Encoder.ts"
import { applyPca, fitPca, pcaEncoder } from "./pca.ts"
import { ofItems } from "./Source.ts"

/** Points on a small grid: duplicates, columns without variance, equal variances. */
const grids = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 5 })).chain(([rows, cols]) =>
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: rows * cols, maxLength: rows * cols })
    .map((values) => ({ data: Float32Array.from(values), rows, cols }))
)

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0)

describe("fitPca", () => {
  it.effect("finds the direction of a line, its larger loading positive", () =>
    Effect.gen(function*() {
      const x = { data: Float32Array.of(0, 1, 3, -3, 6, -7, 9, -11), rows: 4, cols: 2 }
      const { components, mean, share, variance } = yield* fitPca(x, { components: 2 })
      assert.deepStrictEqual([...mean], [4.5, -5])
      const [a = 0, b = 0, c = 0, d = 0] = components.data
      assert.closeTo(a, -0.6, 1e-7)
      assert.closeTo(b, 0.8, 1e-7)
      assert.closeTo(c, 0.8, 1e-7)
      assert.closeTo(d, 0.6, 1e-7)
      assert.closeTo(variance[0]!, 125 / 3, 1e-5)
      assert.closeTo(share[0]!, 1, 1e-7)
      assert.closeTo(variance[1]!, 0, 1e-6)
    }))

  test.prop([grids])("gives orthonormal directions whose coordinates have these variances", async (x) => {
    const k = Math.min(x.rows, x.cols)
    const fitted = await Effect.runPromise(fitPca(x, { components: k }))
    const { components, variance } = fitted
    const row = (i: number) => components.data.subarray(i * x.cols, (i + 1) * x.cols)
    for (let i = 0; i < k; i++) {
      for (let j = 0; j <= i; j++) assert.closeTo(dot(row(i), row(j)), i === j ? 1 : 0, 1e-9)
      const most = Math.max(...row(i).map(Math.abs))
      assert.isTrue(row(i).find((value) => Math.abs(value) === most)! > 0)
      if (i > 0) assert.isAtMost(variance[i]!, variance[i - 1]!)
    }
    const { data } = await Effect.runPromise(applyPca(fitted, x))
    for (let i = 0; i < k; i++) {
      const along = Array.from({ length: x.rows }, (_, r) => data[r * k + i]!)
      assert.closeTo(along.reduce((sum, value) => sum + value, 0), 0, 1e-4)
      assert.closeTo(dot(along, along) / (x.rows - 1), variance[i]!, 1e-4)
    }
  })

  it.effect("keeps the share of a real pool's variance that scikit-learn finds", () =>
    Effect.gen(function*() {
      const { labeled: { items } } = yield* digitItems(1797)
      const { share } = yield* fitPca({ data: (items as Items).data as Float32Array, rows: 1797, cols: 64 }, {
        components: 10
      })
      const expected = [0.1489, 0.1362, 0.1179, 0.0841, 0.0578, 0.0492, 0.0432, 0.0366, 0.0335, 0.0308]
      expected.forEach((value, i) => assert.closeTo(share[i]!, value, 5e-5))
    }))

  it.effect("finds the same in wide items, of which it takes nothing else apart", () =>
    Effect.gen(function*() {
      const cols = 1100, rows = 12, spread = [5, 3, 2]
      const data = new Float32Array(rows * cols)
      // Item i is ± a multiple of one of three unit vectors that share no entry, so the components are these.
      for (let i = 0; i < rows; i++) data[i * cols + 7 * (i % 3)] = (i < 6 ? 1 : -1) * spread[i % 3]!
      const { components, share, variance } = yield* fitPca({ data, rows, cols }, { components: 3 })
      spread.forEach((length, c) => {
        const row = components.data.subarray(c * cols, (c + 1) * cols)
        assert.closeTo(row[7 * c]!, 1, 1e-5)
        assert.closeTo(variance[c]!, 4 * length ** 2 / 11, 1e-4)
      })
      assert.closeTo(share.reduce((sum, value) => sum + value, 0), 1, 1e-5)
    }))

  for (const size of [1, 1e25, 1e-15]) {
    it.effect(`finds the same in many wide items, ${size} in size`, () =>
      Effect.gen(function*() {
        const cols = 1030, rows = 1032, spread = [5, 3, 2]
        const data = new Float32Array(rows * cols)
        for (let i = 0; i < rows; i++) data[i * cols + 7 * (i % 3)] = (i % 6 < 3 ? 1 : -1) * spread[i % 3]! * size
        const { components, share, variance } = yield* fitPca({ data, rows, cols }, { components: 3 })
        spread.forEach((length, c) => {
          assert.closeTo(components.data[c * cols + 7 * c]!, 1, 1e-6)
          assert.closeTo(variance[c]! / size ** 2, 344 * length ** 2 / 1031, 1e-4)
        })
        assert.closeTo(share.reduce((sum, value) => sum + value, 0), 1, 1e-6)
      }), 60_000)
  }

  it.effect("refuses more components than there are items or numbers, and items that are too wide", () =>
    Effect.gen(function*() {
      const x = { data: new Float32Array(12), rows: 3, cols: 4 }
      for (const components of [0, 4, 1.5]) {
        assert.match((yield* Effect.flip(fitPca(x, { components }))).message, /pca: .* take 1 to 3, as "pca\(2\)" does/)
      }
      const narrow = { data: new Float32Array(8), rows: 4, cols: 2 }
      assert.match((yield* Effect.flip(fitPca(narrow, { components: 3 }))).message, /take 1 to 2, as "pca\(2\)" does/)
      const wide = { data: new Float32Array(2 * 5000), rows: 2, cols: 5000 }
      assert.strictEqual((yield* fitPca(wide, { components: 1 })).components.cols, 5000)
      for (const [rows, cols] of [[4097, 4097], [2, 2 ** 18 + 1]] as const) {
        const large = { data: new Float32Array(rows * cols), rows, cols }
        assert.match((yield* Effect.flip(fitPca(large, { components: 1 }))).message, /too wide .*`size: 32`/)
      }
      const fitted = yield* fitPca(x, { components: 1 })
      assert.match((yield* Effect.flip(applyPca(fitted, wide))).message, /items of 5000 numbers.*fitted to 4/)
    }))
})

describe("pcaEncoder", () => {
  it.effect("applies the pool's components to other items, pixels from 0 to 1", () =>
    Effect.gen(function*() {
      const pixels = { data: Uint8Array.of(0, 0, 255, 0, 0, 51, 255, 51), rows: 4, shape: [1, 2, 1] as const }
      const fitted = yield* fitPca({ data: Float32Array.from(pixels.data, (v) => v / 255), rows: 4, cols: 2 }, {
        components: 1
      })
      const other = { data: Uint8Array.of(255, 255), rows: 1, shape: [1, 2, 1] as const }
      const { cols, data } = yield* encode(pcaEncoder(fitted), ofItems(other))
      assert.strictEqual(cols, 1)
      assert.closeTo(data[0]!, 0.5, 1e-6)
      assert.strictEqual(pcaEncoder(fitted).name, "pca(1)")
    }))
})
