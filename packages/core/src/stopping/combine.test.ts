import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { OutOfRange } from "../Errors.ts"
import { allOf, anyOf, type Criteria } from "./combine.ts"
import { judge, make } from "./criterion.ts"
import { budget, targetAccuracy } from "./levels.ts"

/** Stops in rounds that hold its number. */
const holding = (n: number) =>
  make(`holding(${n})`, 0, (seen: number, round: ReadonlyArray<number>) => [
    seen + 1,
    { stop: round.includes(n), value: seen, reason: `${round.includes(n) ? "with" : "without"} ${n}` }
  ])

describe("criteria of criteria", () => {
  it("stop when any does, or when all do, and say why", () => {
    const rounds = [[], [1], [1, 2]]
    const any = judge(anyOf(holding(1), holding(2)), rounds), all = judge(allOf(holding(1), holding(2)), rounds)
    assert.deepStrictEqual(any.map(({ reason, stop, value }) => [stop, value, reason]), [
      [false, 0, "without 1; without 2"],
      [true, 1, "with 1"],
      [true, 2, "with 1; with 2"]
    ])
    assert.deepStrictEqual(all.map(({ reason, stop, value }) => [stop, value, reason]), [
      [false, 0, "without 1; without 2"],
      [false, 1, "without 2"],
      [true, 2, "with 1; with 2"]
    ])
    assert.strictEqual(any[0]!.criterion, "any-of(holding(1), holding(2))")
    assert.strictEqual(all[0]!.criterion, "all-of(holding(1), holding(2))")
    assert.deepStrictEqual(all[1]!.parts?.map(({ criterion, stop }) => [criterion, stop]), [
      ["holding(1)", true],
      ["holding(2)", false]
    ])
  })

  it("of one are called as that one; of none there are none", () => {
    assert.strictEqual(anyOf(holding(1)).name, "holding(1)")
    for (const combine of [anyOf, allOf]) {
      assert.throws(() => combine(...([] as unknown as Criteria)), OutOfRange, "there is no criterion to stop by")
    }
  })

  it("count the labels that one of them needs for itself among those of all, once", () => {
    const target = targetAccuracy({ accuracy: 0.99 })
    const round = { labeled: 10, metrics: { accuracy: 0.5 }, tested: 30 }
    const nested = anyOf(budget({ labels: 41 }), allOf(budget({ labels: 40 }), target), target)
    const [verdict] = judge(nested, [round])
    assert.deepStrictEqual([verdict!.own, verdict!.stop], [30, false])
    assert.deepStrictEqual(verdict!.parts!.map(({ value }) => value), [40, 1, 0.5])
    assert.strictEqual(verdict!.parts![1]!.parts![0]!.reason, "40 of 40 labels, 30 of them to test on")
    const [alone] = judge(anyOf(budget({ labels: 40 })), [{ labeled: 39 }])
    assert.deepStrictEqual([alone!.own, alone!.stop], [undefined, false])
  })

  const rounds = fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 4 }))

  prop.prop([rounds])("are or and and of what the parts say, which each see every round", (rounds) => {
    const alone = [0, 1, 2].map((n) => judge(holding(n), rounds))
    const any = judge(anyOf(holding(0), allOf(holding(1), holding(2))), rounds)
    any.forEach((verdict, i) => {
      const [a, b, c] = alone.map((verdicts) => verdicts[i]!)
      assert.strictEqual(verdict.stop, a!.stop || (b!.stop && c!.stop))
      assert.deepStrictEqual(verdict.parts?.[0], a)
      assert.deepStrictEqual(verdict.parts?.[1]?.parts, [b!, c!])
    })
  })
})
