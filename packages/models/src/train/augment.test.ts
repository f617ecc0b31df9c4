import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import { augmented, moveOf } from "./augment.ts"

const key = Rng.fromSeed(3)

/** Two images of 3 × 4 pixels and 2 channels: pixel numbers and their negatives. */
const items = {
  data: Float32Array.from({ length: 2 * 3 * 4 * 2 }, (_, i) => (i % 2 === 0 ? i / 2 + 1 : -(i - 1) / 2 - 1)),
  rows: 2,
  shape: [3, 4, 2] as const,
  normalization: { scale: 2, mean: [0.5, 1], std: [2, 4] }
}

const normalized = (value: number, channel: number): number =>
  (value / 2 - items.normalization.mean[channel]!) / items.normalization.std[channel]!

describe("augmentation", () => {
  test.prop([fc.nat(), fc.nat(100), fc.nat(100), fc.integer({ min: 0, max: 5 })])(
    "moves at most by the border, and is fixed by key, epoch and position",
    (seed, epoch, position, crop) => {
      const drawn = moveOf(Rng.fromSeed(seed), epoch, position, { crop, flip: true })
      assert.isAtMost(Math.abs(drawn.down), crop)
      assert.isAtMost(Math.abs(drawn.right), crop)
      assert.deepStrictEqual(moveOf(Rng.fromSeed(seed), epoch, position, { crop, flip: true }), drawn)
    }
  )

  it("draws every shift and both mirrors", () => {
    const moves = Array.from({ length: 300 }, (_, i) => moveOf(key, 0, i, { crop: 1, flip: true }))
    assert.strictEqual(new Set(moves.map((move) => JSON.stringify(move))).size, 18)
    assert.isFalse(moveOf(key, 0, 1, { crop: 0, flip: false }).flip)
  })

  it("moves pixels, and fills with black as it was before normalization", () => {
    for (let epoch = 0; epoch < 30; epoch++) {
      const at = Uint32Array.of(1, 0), out = augmented(items, at, { crop: 2, flip: true }, key, epoch)
      at.forEach((position, i) => {
        const { down, flip, right } = moveOf(key, epoch, position, { crop: 2, flip: true })
        for (let r = 0; r < 3; r++) {
          for (let c = 0; c < 4; c++) {
            const row = r + down, column = (flip ? 3 - c : c) + right
            const inside = row >= 0 && row < 3 && column >= 0 && column < 4
            for (let k = 0; k < 2; k++) {
              const value = inside ? items.data[((position * 3 + row) * 4 + column) * 2 + k]! : 0
              assert.closeTo(out[((i * 3 + r) * 4 + c) * 2 + k]!, normalized(value, k), 1e-6)
            }
          }
        }
      })
    }
  })

  it("leaves vectors alone", () => {
    const vectors = { data: Float32Array.of(1, 2, 3, 4), rows: 2, shape: [2] as const }
    assert.deepStrictEqual([...augmented(vectors, Uint32Array.of(1, 0), { crop: 4, flip: true }, key, 0)], [3, 4, 1, 2])
  })
})
