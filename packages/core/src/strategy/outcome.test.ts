import { assert, it } from "vitest"
import { concat, empty, type Outcome } from "./outcome.ts"

const one = (position: number): Outcome => ({
  positions: Uint32Array.of(position),
  scores: Float64Array.of(position / 2),
  why: [{ scores: [] }],
  pseudo: [{ position, class: 0, score: 1, threshold: 2 }],
  trace: []
})

it("concat is one outcome after the other, and empty changes nothing", () => {
  const both = concat(one(3), one(1))
  assert.deepStrictEqual([[...both.positions], [...both.scores]], [[3, 1], [1.5, 0.5]])
  assert.deepStrictEqual(both.pseudo.map(({ position }) => position), [3, 1])
  assert.strictEqual(both.why.length, 2)
  assert.deepStrictEqual(concat(empty, both), both)
  assert.deepStrictEqual(concat(both, empty), both)
})
