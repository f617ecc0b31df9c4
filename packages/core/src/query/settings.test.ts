import { assert, describe, it } from "@effect/vitest"
import { asked } from "./settings.ts"

/** How often the checks give way, and what they find. */
const run = (size: number, input: object) => {
  const steps = asked({ budget: 1, seed: 0, ...input }, { size, ids: undefined, classes: undefined, columns: {} })
  for (let yields = 0;; yields++) {
    const next = steps.next()
    if (next.done === true) return { yields, candidates: next.value.candidates }
  }
}

const MANY = 2 ** 15

describe("asked", () => {
  it("gives way before each pass over many items, and never over few", () => {
    const candidates = Uint32Array.from({ length: MANY }, (_, i) => MANY - 1 - i)
    assert.strictEqual(run(MANY, { labeled: [1] }).yields, 2)
    assert.strictEqual(run(MANY, { labeled: [1], candidates }).yields, 3)
    assert.strictEqual(run(MANY - 1, { labeled: [1] }).yields, 0)
  })

  it("leaves out what is labeled or declined, in order", () => {
    const input = { labeled: [4, 1], labels: [0, -1], declined: [2] }
    assert.deepStrictEqual([...run(6, input).candidates], [0, 3, 5])
    assert.deepStrictEqual([...run(6, { ...input, candidates: [5, 4, 0, 2] }).candidates], [0, 5])
    assert.deepStrictEqual([...run(3, {}).candidates], [0, 1, 2])
  })
})
