import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { encode } from "./Encoder.ts"
import { type Fitted, fittedEncoder } from "./fitted.ts"
import { ofItems } from "./Source.ts"

const normalization = { scale: 255, mean: [0.5], std: [0.25] }

/** Standardizes images of 1 × 2 × 1 pixels by what is no pool's, so that numbers are easily told. */
const fitted: Fitted = {
  kind: "standardize",
  input: { shape: [1, 2, 1], normalization },
  learned: { mean: Float64Array.of(0, 1), deviation: Float64Array.of(1, 2) }
}

const vectors = (items: Parameters<typeof ofItems>[0]) =>
  Effect.map(encode(fittedEncoder(fitted), ofItems(items)), ({ data }) => [...data])

describe("fittedEncoder", () => {
  it.effect("normalizes new pixels as those of the fit were, whatever their own data set's constants are", () =>
    Effect.gen(function*() {
      const images = { data: Uint8Array.of(255, 0), rows: 1, shape: [1, 2, 1] as const }
      const wanted = [2, -1.5]
      assert.deepStrictEqual(yield* vectors({ ...images, normalization }), wanted)
      assert.deepStrictEqual(
        yield* vectors({ ...images, normalization: { scale: 255, mean: [0.1], std: [3] } }),
        wanted
      )
      const sixteen = { ...images, data: Uint8Array.of(16, 0), normalization: { scale: 16, mean: [0], std: [1] } }
      assert.deepStrictEqual(yield* vectors(sixteen), wanted)
    }))

  it.effect("takes vectors as wide as they are, and refuses another shape with the size to give", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* vectors({ data: Float32Array.of(3, 5), rows: 1, shape: [2] }), [3, 2])
      const turned = yield* Effect.flip(vectors({ data: Uint8Array.of(1, 2), rows: 1, shape: [2, 1, 1] }))
      assert.match(turned.message, /it was fitted to items of 1 × 2 × 1, and these have 2 × 1 × 1; give it items like/)
      const square: Fitted = { ...fitted, input: { shape: [8, 8, 3] } }
      const error = yield* Effect.flip(
        encode(fittedEncoder(square), ofItems({ data: new Uint8Array(300), rows: 1, shape: [10, 10, 3] }))
      )
      assert.match(error.message, /`size: 8`/)
    }))

  it("has a hash of what it learned and of what it was fitted to", () => {
    const hash = (more: Partial<Fitted> = {}) => fittedEncoder({ ...fitted, ...more } as Fitted).hash
    assert.strictEqual(hash(), hash())
    const others = [
      hash({ input: { shape: [2], normalization } }),
      hash({ input: { shape: [1, 2, 1] } }),
      hash({ learned: { mean: Float64Array.of(0, 1), deviation: Float64Array.of(1, 3) } })
    ]
    assert.strictEqual(new Set([hash(), ...others]).size, 4)
  })
})
