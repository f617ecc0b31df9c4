import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { load } from "../../backend/load.ts"
import { knn, type Known, largest, type Voting } from "./knn.ts"

const grid = fc.integer({ min: -2, max: 2 })
const matrix = (rows: ReadonlyArray<ReadonlyArray<number>>) => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  cols: rows[0]?.length ?? 0
})

const cosine = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => {
  const length = Math.hypot(...a) * Math.hypot(...b)
  return length === 0 ? 0 : a.reduce((sum, value, i) => sum + value * b[i]!, 0) / length
}

/** By sorting everything. */
const plain = (
  row: ReadonlyArray<number>,
  bank: ReadonlyArray<ReadonlyArray<number>>,
  labels: Int32Array,
  k: number
) => {
  const near = bank.map((other, i) => [Math.fround(cosine(row, other)), i] as const)
    .toSorted((a, b) => (Math.abs(a[0] - b[0]) < 1e-5 ? a[1] - b[1] : b[0] - a[0])).slice(0, k)
  const votes = [0, 0, 0]
  for (const [c, i] of near) votes[labels[i]!]! += Math.exp(c / 0.5)
  return votes
}

const found = (rows: ReadonlyArray<ReadonlyArray<number>>, bank: Known, by: Voting) =>
  Effect.gen(function*() {
    yield* load("cpu")
    return yield* knn(matrix(rows), bank, 3, by)
  })

const point = fc.tuple(grid, grid, grid)

describe("the nearest neighbors' vote", () => {
  test.prop([
    fc.array(point, { minLength: 1, maxLength: 5 }),
    fc.array(fc.tuple(point, fc.nat(2)), { minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1, max: 14 })
  ])("has the most weight, as by sorting", async (rows, bank, neighbors) => {
    const labels = Int32Array.from(bank, ([, label]) => label), points = bank.map(([at]) => at)
    const by = { neighbors, temperature: 0.5 }
    const classes = await Effect.runPromise(found(rows, { features: matrix(points), labels }, by))
    rows.forEach((row, i) => {
      const votes = plain(row, points, labels, neighbors)
      // Rounding may break a tie of cosines the other way; then the votes are those of one of the tied.
      if (new Set(points.map((at) => Math.fround(cosine(row, at)).toFixed(5))).size === points.length) {
        assert.isAtLeast(votes[classes[i]!]!, Math.max(...votes) - 1e-4)
      }
    })
  })

  it.effect("weighs by the temperature, and gives a tie to the smaller class", () =>
    Effect.gen(function*() {
      const bank = { features: matrix([[1, 0], [0.8, 0.6], [0.8, 0.6]]), labels: Int32Array.of(2, 1, 1) }
      assert.deepStrictEqual([...yield* found([[3, 0]], bank, { temperature: 10 })], [1])
      assert.deepStrictEqual([...yield* found([[3, 0]], bank, { temperature: 0.1 })], [2])
      assert.deepStrictEqual([...yield* found([[3, 0]], bank, { neighbors: 1, temperature: 10 })], [2])
      const even = { features: matrix([[1, 0], [1, 0]]), labels: Int32Array.of(2, 0) }
      assert.deepStrictEqual([...yield* found([[1, 1]], even, {})], [0])
    }))

  it.effect("goes over many rows block by block, and frees its tensors", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const before = tf.memory().numTensors
      const rows = Array.from({ length: 700 }, (_, i) => [Math.cos(i), Math.sin(i)])
      const labels = Int32Array.from(rows, (_, i) => i % 3)
      const itself = yield* knn(matrix(rows), { features: matrix(rows), labels }, 3, { neighbors: 1 })
      assert.deepStrictEqual(itself, labels)
      assert.strictEqual(tf.memory().numTensors, before)
    }))

  test.prop([fc.array(grid), fc.nat(12)])("looks at the largest, ties to the smaller position", (values, k) => {
    const order = values.map((value, i) => [value, i] as const).toSorted((a, b) => b[0] - a[0] || a[1] - b[1])
    const wanted = order.slice(0, k).map(([, i]) => i).toSorted((a, b) => a - b)
    assert.deepStrictEqual([...largest(Float32Array.from(values), k).sort()], wanted)
  })
})
