import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { askOracle, refusedPath } from "../../test/question.ts"
import { noisyLabels } from "./noisy.ts"

const N = 4000
const labels = Array.from({ length: N }, (_, i) => i % 2)
const all = Array.from({ length: N }, (_, i) => i)
const confusion = [[0.7, 0, 0.3], [0, 1, 0], [0, 0, 1]]

describe("noisyLabels", () => {
  it.effect("errs as often as the matrix says, and only to where it says", () =>
    Effect.gen(function*() {
      const told = (yield* askOracle(noisyLabels({ labels, confusion, seed: 1 }), ...all)).labels
      const zeros = all.filter((i) => labels[i] === 0)
      const errors = zeros.filter((i) => told[i] === 2).length
      // Five standard deviations of a binomial of 2,000.
      assert.closeTo(errors / zeros.length, 0.3, 5 * Math.sqrt(0.21 / zeros.length))
      assert.isTrue(zeros.every((i) => told[i] === 0 || told[i] === 2))
      assert.isTrue(all.every((i) => labels[i] === 0 || told[i] === 1))
    }))

  it.effect("says the same of an item whenever and beside whatever it is asked, and another seed says otherwise", () =>
    Effect.gen(function*() {
      const oracle = noisyLabels({ labels, confusion, seed: 1 })
      const { labels: whole } = yield* askOracle(oracle, ...all)
      const some = [98, 4, 52, 6]
      assert.deepStrictEqual([...(yield* askOracle(oracle, ...some)).labels], some.map((i) => whole[i]!))
      const { labels: others } = yield* askOracle(noisyLabels({ labels, confusion, seed: 2 }), ...all)
      assert.notDeepEqual([...others], [...whole])
    }))

  it.effect("declines what has no class", () =>
    Effect.gen(function*() {
      const { labels } = yield* askOracle(noisyLabels({ labels: [-1, 1], confusion, seed: 1 }), 0, 1)
      assert.deepStrictEqual([...labels], [-1, 1])
    }))

  it.each([
    ["confusion.0", [[0.5, 0.4], [0, 1]]],
    ["confusion.1", [[1, 0], [-1, 2]]],
    ["confusion.0", [[1], [0, 1]]],
    ["labels.1", [[1]]]
  ])("refuses a bad matrix at %s", (path, confusion) => {
    assert.strictEqual(refusedPath(() => noisyLabels({ labels: [0, 1], confusion, seed: 1 })), path)
  })
})
