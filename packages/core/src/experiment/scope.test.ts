import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { plan, run } from "../../test/experiment.ts"
import type * as Experiment from "../Experiment.ts"
import { scopeOf } from "./scope.ts"

const even = Array.from({ length: 9 }, (_, i) => 2 * i)

const asked = (changes: Partial<Experiment.Plan>) =>
  Effect.map(run(changes), (rounds) => Array.from(rounds, ({ positions }) => [...positions]))

describe("the scope of an experiment", () => {
  it.effect("is what its strategy chooses among, and it ends when that is asked about", () =>
    Effect.gen(function*() {
      const batches = yield* asked({ candidates: even.toReversed() })
      assert.deepStrictEqual(batches.map(({ length }) => length), [4, 4, 1])
      assert.deepStrictEqual(batches.flat().toSorted((a, b) => a - b), even)
      const begun = yield* asked({ candidates: even, initial: [1, 3], rounds: 2 })
      assert.deepStrictEqual(begun[0], [1, 3])
      assert.isTrue(begun.slice(1).flat().every((position) => position % 2 === 0))
    }))

  it.effect("asks about what is to be included first, over as many rounds as it takes", () =>
    Effect.gen(function*() {
      const batches = yield* asked({ include: [50, 3, 40, 7, 9], rounds: 2, strategy: plan.coldStart })
      assert.deepStrictEqual(batches[0], [50, 3, 40, 7])
      assert.strictEqual(batches[1]![0], 9)
      assert.lengthOf(batches[1]!, 4)
    }))

  it.effect("spends no more than it may in a round, and ends when nothing can be paid", () =>
    Effect.gen(function*() {
      const costs = Array.from({ length: 60 }, (_, i) => i < 6 ? 1 : 10)
      const batches = yield* asked({ costs, spend: 2.5, rounds: 9, strategy: plan.coldStart })
      assert.deepStrictEqual(batches.map(({ length }) => length), [2, 2, 2])
      assert.deepStrictEqual(batches.flat().toSorted(), [0, 1, 2, 3, 4, 5])
    }))

  it("includes as many as can be paid", () => {
    const of = (costs: ReadonlyArray<number>, spend: number) =>
      scopeOf({ ...plan, include: [2, 0, 1], costs, spend }, []).include
    assert.deepStrictEqual(of([1, 1, 1], 2), [2, 0])
    assert.deepStrictEqual(of([1, 1, 5], 2), [2])
  })

  it.effect("refuses what cannot be", () =>
    Effect.gen(function*() {
      const refused = (changes: Partial<Experiment.Plan>) =>
        Effect.map(Effect.flip(run(changes)), ({ message }) => message)
      assert.match(yield* refused({ candidates: [] }), /candidates names no position; leave it out/)
      assert.match(yield* refused({ candidates: [60] }), /candidates\[0\] is 60/)
      assert.match(yield* refused({ include: [1, 1] }), /include names position 1 twice/)
      const outside = { candidates: even, include: [1] }
      assert.match(yield* refused(outside), /include names position 1, which is not among the candidates; leave it out/)
      assert.match(yield* refused({ spend: 3 }), /spend is given without costs/)
      assert.match(yield* refused({ spend: 3, costs: [1] }), /there are 1 costs for 60 items/)
      const costs = Array.from({ length: 60 }, (_, i) => i === 9 ? 10 : 1)
      assert.match(
        yield* refused({ spend: 3, costs, include: [1, 9] }),
        /position 9, which is to be included, costs 10, and 3 may be spent; allow more/
      )
    }))
})
