import { assert, describe, it } from "@effect/vitest"
import { asked } from "./settings.ts"

/** How often the checks give way, and what they find. */
const run = (size: number, input: object) => {
  const steps = asked({ budget: 1, seed: 0, ...input }, { size, ids: undefined, classes: undefined, columns: {} })
  for (let yields = 0;; yields++) {
    const next = steps.next()
    if (next.done === true) return { yields, candidates: next.value.candidates, include: next.value.include }
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

  it("takes what is to be included in its order, of candidates, as many as the budget", () => {
    const input = { labeled: [4], declined: [2], candidates: [0, 1, 3, 4], budget: 2 }
    const why = (include: unknown) => {
      try {
        return [...run(6, { ...input, include }).include].join()
      } catch (error) {
        return String(error)
      }
    }
    assert.deepStrictEqual([why(undefined), why([3, 0]), why([1])], ["", "3,0", "1"])
    assert.match(why([0, 4]), /include names position 4, which is labeled already; leave it out/)
    assert.match(why([2]), /position 2, which was declined/)
    assert.match(why([5]), /position 5, which is not among the candidates/)
    assert.match(why([3, 3]), /include names position 3 twice/)
    assert.match(why([6]), /include\[0\] is 6/)
    assert.match(why([0, 1, 3]), /3 items are to be included, and the budget is 2/)
    assert.match(why(7), /include/)
  })
})
