import { assert, describe, it } from "@effect/vitest"
import { inSlices, SLICE } from "../../../programs/page/state/slices.ts"

/** A world in which each step takes 3 ms, and what waits has its turn when it is given one. */
const world = (steps: number) => {
  let time = 0, done = 0
  const taken: Array<number> = [], waiting: Array<() => void> = []
  function* work(): Generator<void> {
    for (let i = 0; i < steps; i++) {
      time += 3
      taken.push(i)
      yield
    }
  }
  const stop = inSlices(work(), { now: () => time, next: (f) => void waiting.push(f) }, () => done++)
  return { taken, stop, done: () => done, turn: () => waiting.shift()?.() }
}

describe("inSlices", () => {
  it("takes as many steps as a slice has time for, then waits for its turn, and says when it is done", () => {
    const { done, taken, turn } = world(10), first = taken.length
    assert.strictEqual(first, Math.ceil(SLICE / 3))
    turn()
    assert.deepStrictEqual([taken.length, done()], [2 * first, 0])
    turn()
    turn()
    turn()
    assert.deepStrictEqual([taken.length, done()], [10, 1])
  })

  it("takes one step at least, and none when it is ended", () => {
    const { done, stop, taken, turn } = world(10), before = taken.length
    assert.isAbove(before, 0)
    stop()
    turn()
    assert.deepStrictEqual([taken.length, done()], [before, 0])
  })
})
