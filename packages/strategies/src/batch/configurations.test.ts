import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix, Rng } from "@marginalia/core"
import { anyPasses } from "../../test/model-based.ts"
import { type Configurations, empty, include } from "./configurations.ts"

type Passes = ReadonlyArray<Matrix.Matrix>

const after = (passes: Passes, batch: ReadonlyArray<number>, limit: number): Configurations =>
  batch.reduce(
    (all, position, i) => include(all, passes, position, batch.slice(0, i), limit, Rng.fromSeed(1)),
    empty(passes)
  )

/** P(labels) of a batch for every outcome with a chance, by the definition: the mean over the passes of products. */
const outcomes = (passes: Passes, batch: ReadonlyArray<number>): ReadonlyArray<number> => {
  const classes = passes[0]!.cols
  return Array.from({ length: classes ** batch.length }, (_, code) => {
    const label = (i: number) => Math.floor(code / classes ** (batch.length - 1 - i)) % classes
    const chances = passes.map((pass) => batch.reduce((p, position, i) => p * Matrix.row(pass, position)[label(i)]!, 1))
    return chances.reduce((a, b) => a + b, 0) / passes.length
  }).filter((p) => p > 0)
}

/** The mean entropy that outcomes leave of one item's label. */
const left = ({ shares, weights }: Configurations, passes: Passes, position: number): number =>
  shares.reduce((sum, share, m) => {
    const row = Matrix.row64(weights, m)
    const p = Array.from(
      { length: passes[0]!.cols },
      (_, c) => row.reduce((total, w, t) => total + w * Matrix.row(passes[t]!, position)[c]!, 0)
    )
    return sum - share * p.reduce((total, x) => total + (x > 0 ? x * Math.log(x) : 0), 0)
  }, 0)

/** T passes over `items` with `classes` classes, from a key. */
const drawn = (T: number, items: number, classes: number): Passes =>
  Array.from({ length: T }, (_, t) => {
    const weights = Float32Array.from(
      { length: items * classes },
      (_, i) => Rng.uniform(Rng.derive(Rng.fromSeed(3), t), i) ** 4
    )
    for (let i = 0; i < items; i++) {
      const row = weights.subarray(i * classes, (i + 1) * classes)
      const sum = row.reduce((a, b) => a + b, 0)
      row.forEach((x, c) => row[c] = x / sum)
    }
    return Matrix.make(weights, items, classes)
  })

describe("configurations", () => {
  test.prop([anyPasses, fc.array(fc.nat(), { maxLength: 3 })])(
    "exact ones have the probabilities of every outcome, and posteriors that sum to one",
    (passes, picks) => {
      const batch = picks.map((i) => i % passes[0]!.rows)
      const { sampled, shares, weights } = after(passes, batch, Infinity)
      const expected = outcomes(passes, batch)
      assert.isFalse(sampled)
      assert.strictEqual(shares.length, expected.length)
      shares.forEach((share, m) => {
        assert.closeTo(share, expected[m]!, 1e-6)
        assert.closeTo(Matrix.row64(weights, m).reduce((a, b) => a + b, 0), 1, 1e-12)
      })
    }
  )

  it("beyond the limit outcomes are drawn, the passes in turn, and from then on extended", () => {
    const passes = drawn(3, 4, 5)
    assert.isFalse(after(passes, [0, 1], 25).sampled)
    const three = after(passes, [0, 1, 2], 25)
    assert.isTrue(three.sampled)
    assert.strictEqual(three.weights.rows, 27)
    const four = include(three, passes, 3, [0, 1, 2], 25, Rng.fromSeed(1))
    assert.strictEqual(four.weights.rows, 27)
    assert.deepStrictEqual(after(passes, [0, 1, 2, 3], 25), four)
  })

  it("what drawn outcomes say of another item tends to what all outcomes say", () => {
    const passes = drawn(4, 4, 20)
    const exact = left(after(passes, [0, 1, 2], Infinity), passes, 3)
    const errors = [80, 7000].map((limit) => Math.abs(left(after(passes, [0, 1, 2], limit), passes, 3) - exact))
    assert.isTrue(after(passes, [0, 1, 2], 7000).sampled)
    // The entropies that outcomes leave scatter by about 0.2 nats: four standard errors of a mean of 7,000.
    assert.isBelow(errors[1]!, 0.01)
    assert.isBelow(errors[1]!, errors[0]!)
  })

  it("an outcome that is drawn is possible for its own pass", () => {
    const passes = [Matrix.fromRows([[1, 0], [0.5, 0.5]]), Matrix.fromRows([[0, 1], [0.5, 0.5]])]
    const { weights } = after(passes, [0, 1, 0], 3)
    for (let m = 0; m < weights.rows; m++) {
      assert.deepStrictEqual([...Matrix.row64(weights, m)], m % 2 ? [0, 1] : [1, 0])
    }
  })
})
