import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { judge, make, stopsAt } from "./criterion.ts"

/** Stops in each round whose number is at least what was seen so far in all. */
const heavy = make("heavy", 0, (sum: number, round: number) => [
  sum + round,
  { stop: round >= sum && sum > 0, value: sum, reason: `${round} after ${sum}` }
])

describe("a criterion", () => {
  it("says of each round what it says, and may take it back", () => {
    const verdicts = judge(heavy, [2, 1, 3, 1])
    assert.deepStrictEqual(verdicts.map(({ stop }) => stop), [false, false, true, false])
    assert.deepStrictEqual(verdicts[2], { criterion: "heavy", stop: true, value: 3, reason: "3 after 3" })
    assert.strictEqual(stopsAt(heavy, [2, 1, 3, 1]), 2)
    assert.isUndefined(stopsAt(heavy, [2, 1, 2]))
    assert.isUndefined(stopsAt(heavy, []))
    assert.deepStrictEqual(judge(heavy, []), [])
  })

  it("looks at no round after the one it stops at", () => {
    const seen: Array<number> = []
    const rounds = function*() {
      for (const round of [2, 5, 9]) {
        seen.push(round)
        yield round
      }
    }
    assert.strictEqual(stopsAt(heavy, rounds()), 1)
    assert.deepStrictEqual(seen, [2, 5])
  })

  it("can be asked twice from any point: nothing is changed", () => {
    const [, after] = heavy.begin(2)
    const [first] = after(3), [other] = after(1), [again] = after(3)
    assert.deepStrictEqual(first, again)
    assert.notDeepEqual(first, other)
  })

  prop.prop([fc.array(fc.nat({ max: 6 })), fc.array(fc.nat({ max: 6 }))])(
    "judges rounds as they come: what follows changes nothing before",
    (rounds, more) => {
      const all = judge(heavy, [...rounds, ...more])
      assert.deepStrictEqual(all.slice(0, rounds.length), judge(heavy, rounds))
      const first = all.findIndex(({ stop }) => stop)
      assert.strictEqual(stopsAt(heavy, [...rounds, ...more]), first < 0 ? undefined : first)
    }
  )
})
