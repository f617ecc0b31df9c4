import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { answer, picks, query } from "../../test/queries.ts"
import { pipeline } from "../../test/strategies.ts"
import { broken, coordinate, first, lazy, noise, top } from "../../test/toys.ts"
import * as Condition from "../Condition.ts"
import * as Filter from "../Filter.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Rng from "../Rng.ts"
import * as Strategy from "../Strategy.ts"
import { interleave, quotas } from "./combine.ts"

const byFirst = Strategy.make(top(coordinate()))
const bySecond = Strategy.make(top(coordinate({ index: 1 })))
const inOrder = Strategy.make(first())

const pool = Query.makeUnsafe({
  embedding: fromRows(Array.from({ length: 12 }, (_, i) => [i, -i])),
  labeled: [11],
  labels: [0],
  budget: 5,
  seed: 3
})

describe("quotas", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })

  test.prop([weights, fc.nat(40)])(
    "are the largest remainders, in exact arithmetic, ties to the earlier part",
    (list, budget) => {
      const total = list.reduce((a, b) => a + b)
      const whole = list.map((weight) => Math.floor(budget * weight / total))
      const left = budget - whole.reduce((a, b) => a + b, 0)
      const remainder = (i: number) => (budget * list[i]!) % total
      const lucky = [...list.keys()].toSorted((a, b) => remainder(b) - remainder(a) || a - b).slice(0, left)
      assert.deepStrictEqual(quotas(list, budget), whole.map((n, i) => lucky.includes(i) ? n + 1 : n))
    }
  )

  test.prop([weights, fc.nat(40), fc.constantFrom(0.1, 1e-300, 1e300, 1 / 3)])(
    "do not depend on the unit of the weights",
    (list, budget, unit) => {
      assert.deepStrictEqual(quotas(list.map((weight) => weight * unit), budget), quotas(list, budget))
    }
  )

  it("sum to the budget", () => {
    assert.deepStrictEqual(quotas([0.7, 0.3], 10), [7, 3])
    assert.deepStrictEqual(quotas([1, 1, 1], 10), [4, 3, 3])
    assert.deepStrictEqual(quotas([1, 1e-9], 4), [4, 0])
    assert.deepStrictEqual(quotas([1e308, 1e308, 1e308], 5), [2, 2, 1])
  })
})

describe("interleave", () => {
  it("lets the part that lags most go next, ties to the earlier part", () => {
    assert.deepStrictEqual(interleave([3, 1]), [0, 0, 1, 0])
    assert.deepStrictEqual(interleave([1, 1, 1]), [0, 1, 2])
    assert.deepStrictEqual(interleave([0, 2]), [1, 1])
    assert.deepStrictEqual(interleave([2, 4]), [1, 0, 1, 1, 0, 1])
    assert.deepStrictEqual(interleave([]), [])
  })

  test.prop([fc.array(fc.nat(9), { minLength: 1, maxLength: 5 })])("takes each part as often as it says", (counts) => {
    const order = interleave(counts)
    assert.deepStrictEqual(counts.map((_, i) => order.filter((part) => part === i).length), counts)
  })

  test.prop([fc.nat(30), fc.nat(30)])("keeps two parts in proportion all along", (a, b) => {
    let taken = 0
    interleave([a, b]).forEach((part, turn) => {
      taken += part === 0 ? 1 : 0
      assert.isAtMost(Math.abs(taken - a * (turn + 1) / (a + b)), 0.5 + 1e-9)
    })
  })
})

describe("mix", () => {
  it("chooses for the later part among what the earlier left, and takes turns", () => {
    const mixed = Strategy.mix([3, byFirst], [2, byFirst])
    assert.deepStrictEqual(picks(mixed, pool), [10, 7, 9, 6, 8])
    assert.deepStrictEqual(picks(Strategy.mix([3, byFirst], [2, bySecond]), pool), [10, 0, 9, 1, 8])
  })

  it("says of each pick which part chose it, nested parts by their path", () => {
    const inner = Strategy.named(
      Strategy.mix([1, Strategy.named(bySecond, "b")], [1, Strategy.named(byFirst, "c")]),
      "inner"
    )
    const { picks: chosen } = answer(Strategy.mix([2, Strategy.named(byFirst, "a")], [3, inner]), pool)
    const branches = new Map(chosen.map(({ position, why }) => [Number(position), why.branch]))
    assert.deepStrictEqual([branches.get(10), branches.get(0), branches.get(8)], ["a", "inner / b", "inner / c"])
  })

  it("does not run a part whose quota is none", () => {
    assert.deepStrictEqual(picks(Strategy.mix([1, byFirst], [1e-9, Strategy.make(broken())]), pool), [10, 9, 8, 7, 6])
  })

  it("gives each part random numbers of its own", () => {
    const random = Strategy.make(top(noise()))
    const large = Query.makeUnsafe({ size: 400, budget: 200, seed: 1 })
    const { picks: chosen, scores } = answer(Strategy.mix([1, random], [1, random]), large)
    assert.strictEqual(chosen.length, 200)
    assert.isAbove(scores[1]!, 0.9)
  })

  it("tells the quotas in the trace", () => {
    const heads = answer(Strategy.mix([0.7, byFirst], [0.3, inOrder]), pool).trace.filter((entry) =>
      entry.status === "branch"
    )
    assert.deepStrictEqual(heads.map(({ notes, step }) => [step, notes]), [
      ["mix: top(coordinate(0), position)", { weight: 0.7, quota: 4 }],
      ["mix: first", { weight: 0.3, quota: 1 }]
    ])
  })
})

describe("switchWhen", () => {
  it("takes one branch while the condition holds, the other afterwards", () => {
    assert.deepStrictEqual(picks(Strategy.switchWhen(Condition.labeledBelow(2), byFirst, inOrder), pool), [
      10,
      9,
      8,
      7,
      6
    ])
    assert.deepStrictEqual(picks(Strategy.switchWhen(Condition.labeledBelow(1), byFirst, inOrder), pool), [
      0,
      1,
      2,
      3,
      4
    ])
    assert.deepStrictEqual(picks(Strategy.switchWhen(Condition.roundBelow(1), byFirst, inOrder), pool), [
      10,
      9,
      8,
      7,
      6
    ])
  })

  test.prop([pipeline, pipeline, query, fc.boolean()])(
    "is the branch that it takes, randomness included",
    (a, b, to, holds) => {
      const condition = Condition.labeledBelow(to.labeled.length + (holds ? 1 : 0))
      assert.deepStrictEqual(picks(Strategy.switchWhen(condition, a, b), to), picks(holds ? a : b, to))
    }
  )

  it("says which branch it took", () => {
    const { picks: [chosen], trace } = answer(Strategy.switchWhen(Condition.labeledBelow(2), byFirst, inOrder), pool)
    assert.deepStrictEqual(trace[0]!.notes, { holds: true, taken: "top(coordinate(0), position)" })
    assert.strictEqual(chosen!.why.branch, "top(coordinate(0), position)")
  })
})

describe("orElse", () => {
  test.prop([pipeline, pipeline, query])(
    "is the first when it fills the budget, the second when the first fails",
    (a, b, to) => {
      assert.deepStrictEqual(picks(Strategy.orElse(a, b), to), picks(a, to))
      assert.deepStrictEqual(picks(Strategy.orElse(Strategy.make(broken()), b), to), picks(b, to))
    }
  )

  it("gives the second what the first leaves unfilled, without what it picked", () => {
    const { picks: chosen } = answer(Strategy.orElse(Strategy.make(lazy()), inOrder), pool)
    assert.deepStrictEqual(chosen.map(({ position }) => Number(position)), [0, 1, 2, 3, 4])
    assert.deepStrictEqual(chosen.map(({ why }) => why.branch), ["lazy", "first", "first", "first", "first"])
  })

  it("says in the trace that the first failed, and why", () => {
    const [entry] = answer(Strategy.orElse(Strategy.make(broken()), inOrder), pool).trace
    assert.deepStrictEqual([entry!.status, entry!.step, entry!.notes], [
      "failed",
      "orElse: broken",
      { problem: "broken: it is broken" }
    ])
  })

  it("fails when both fail", () => {
    assert.throws(
      () => picks(Strategy.orElse(Strategy.make(broken()), Strategy.make(broken())), pool),
      "broken: it is broken"
    )
  })
})

describe("subsample", () => {
  test.prop([query, fc.integer({ min: 1, max: 12 })])(
    "is the strategy on a uniform subset drawn from the seed, never below the budget",
    (to, n) => {
      const key = Rng.derive(Rng.derive(Rng.fromSeed(to.seed), `round ${to.round}`), "subsample")
      const candidates = Rng.subset(key, to.candidates, Math.max(n, to.budget))
      assert.deepStrictEqual(picks(Strategy.subsample(n, byFirst), to), picks(byFirst, { ...to, candidates }))
    }
  )

  it("draws every item about equally often", () => {
    const times = new Float64Array(11)
    for (let seed = 0; seed < 1000; seed++) {
      for (const i of picks(Strategy.subsample(3, inOrder), { ...pool, budget: 3, seed })) times[i]! += 1
    }
    for (const count of times) assert.closeTo(count, 3000 / 11, 5 * Math.sqrt(1000 * (3 / 11) * (8 / 11)))
  })

  it("comes before the stages of its strategy", () => {
    const [head, filter] =
      answer(Strategy.subsample(6, Strategy.make(Filter.keepTop(coordinate(), 5), first())), pool).trace
    assert.deepStrictEqual([head!.step, head!.candidates], ["subsample: 6", 6])
    assert.strictEqual(filter!.candidates, 5)
  })
})
