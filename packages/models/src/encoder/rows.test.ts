import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import type { AnyItems, Items, StoredItems } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import { covarianceOf, means } from "./covariance.ts"
import * as Encoder from "./Encoder.ts"
import { gram } from "./gram.ts"
import { flat, raw } from "./matrix.ts"
import { applyPca, applyPcaOf, fitPca, fitPcaOf, pcaEncoder } from "./pca.ts"
import { forEachBlock, heightOf, ofItems, ofMatrix } from "./rows.ts"
import { factsOf } from "./simclr/facts.ts"
import { pairs, viewProblem } from "./simclr/pairs.ts"
import { views } from "./simclr/views.ts"
import * as Source from "./Source.ts"
import { fitStandardize, fitStandardizeOf } from "./standardize.ts"

const drawn = (rows: number, side: number): Items => ({
  data: Uint8Array.from(
    { length: rows * side * side * 3 },
    (_, i) => 255 * Rng.uniform(Rng.fromSeed(rows), i) ** (1 + i % 3)
  ),
  rows,
  shape: [side, side, 3],
  normalization: { scale: 255, mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.25] }
})

/** The same items as if they lay in a file. */
const stored = ({ data, ...items }: Items): StoredItems => {
  const width = items.shape.reduce((size, n) => size * n, 1)
  return { ...items, read: (from, to) => Uint8Array.from(data.subarray(from * width, to * width)) }
}

/** Narrow and wide: by the covariance, and by the products of rows. */
const both = [drawn(90, 4), drawn(40, 9)]

describe("rows that are read a few at a time", () => {
  it.effect("are all gone over, in order", () =>
    Effect.gen(function*() {
      const seen: Array<readonly [number, number, number]> = []
      const rows = ofMatrix({ data: Float32Array.from({ length: 14 }, (_, i) => i), rows: 7, cols: 2 })
      yield* forEachBlock(rows, 3, (data, from, to) => void seen.push([from, to, data[0]!]))
      assert.deepStrictEqual(seen, [[0, 3, 0], [3, 6, 6], [6, 7, 12]])
      assert.deepStrictEqual([heightOf({ cols: 16e6 }), heightOf({ cols: 4 }, 10), heightOf({ cols: 1e9 })], [1, 10, 1])
    }))

  it.effect("give every encoder the bits of the whole matrix", () =>
    Effect.gen(function*() {
      for (const items of both) {
        const whole = flat(items), far = stored(items), components = 5
        const fitted = yield* fitPca(whole, { components })
        assert.deepStrictEqual(yield* fitPcaOf(ofItems(far), { components }), fitted)
        assert.deepStrictEqual(yield* applyPcaOf(fitted, ofItems(far)), yield* applyPca(fitted, whole))
        assert.deepStrictEqual(yield* fitStandardizeOf(ofItems(far)), fitStandardize(whole))
        assert.deepStrictEqual(yield* means(ofItems(far)), (yield* covarianceOf(ofMatrix(whole))).mean)
        const encoder = pcaEncoder(fitted), all = yield* Encoder.encode(encoder, Source.ofItems(items))
        for (const batch of [1, 7, 89]) {
          assert.deepStrictEqual(yield* Encoder.encode(encoder, Source.ofItems(far), { batch }), all)
        }
      }
    }))

  it.effect("have the same products by any height of the blocks", () =>
    Effect.gen(function*() {
      const x = ofItems(stored(both[1]!)), whole = yield* gram(x)
      for (const height of [1, 7, 39]) assert.deepStrictEqual(yield* gram(x, height), whole)
    }))

  it.effect("have the hash, the facts and the views of items that are held", () =>
    Effect.gen(function*() {
      const items = both[1]!, far: AnyItems = stored(items)
      assert.strictEqual(yield* Source.ofItems(far).hash, yield* Source.ofItems(items).hash)
      assert.deepStrictEqual(yield* factsOf(far, {}), yield* factsOf(items, {}))
      assert.isUndefined(viewProblem(far))
      const key = Rng.fromSeed(3), at = Uint32Array.of(9, 0, 39)
      assert.deepStrictEqual(pairs(far, views(), key)(at, 2), pairs(items, views(), key)(at, 2))
    }))

  it.effect("are refused as vectors where these would not fit", () =>
    Effect.gen(function*() {
      const far: AnyItems = { ...stored(drawn(3, 2)), rows: 1e12 }
      const error = yield* Effect.flip(Encoder.encode(raw, Source.ofItems(far), { batch: 3 }))
      assert.match(
        error.message,
        /1000000000000 vectors of 12 numbers take 48 TB, and there are .* of memory; make images/
      )
    }))
})
