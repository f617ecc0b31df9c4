import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import * as Ranking from "./Ranking.ts"
import * as Rng from "./Rng.ts"

const score = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0),
  fc.double()
)

const scored = fc.array(score, { minLength: 1, maxLength: 30 }).chain((list) =>
  fc.record({
    scores: fc.constant(Float64Array.from(list)),
    positions: fc.shuffledSubarray(list.map((_, i) => i), { minLength: 1 }).map((some) => Uint32Array.from(some)),
    n: fc.nat(list.length + 2)
  })
)

/** The definition: higher first, NaN after −∞, ties to the smaller position. */
const expected = (positions: Uint32Array, scores: Float64Array): ReadonlyArray<number> => {
  const worth = (i: number) => Number.isNaN(scores[i]) ? [1, 0] as const : [0, scores[i]!] as const
  return [...positions].toSorted((a, b) => {
    const [[m, x], [n, y]] = [worth(a), worth(b)]
    return m - n || (x === y ? a - b : y - x)
  })
}

describe("top", () => {
  test.prop([scored])("is the head of the ranking: higher first, NaN last, ties to the smaller position", (given) => {
    const { n, positions, scores } = given
    assert.deepStrictEqual([...Ranking.top(positions, scores, n)], expected(positions, scores).slice(0, n))
  })

  test.prop([scored])(
    "neither the order of the positions matters, nor is anything written",
    ({ n, positions, scores }) => {
      const before = [...positions]
      assert.deepStrictEqual(Ranking.top(positions.toReversed(), scores, n), Ranking.top(positions, scores, n))
      assert.deepStrictEqual([...positions], before)
    }
  )

  test.prop([scored, fc.integer(), fc.constantFrom("position", "seeded")])(
    "budgets nest: the first picks of a larger budget are the picks of a smaller",
    ({ n, positions, scores }, seed, ties) => {
      const rng = Rng.fromSeed(seed)
      const all = Ranking.top(positions, scores, positions.length, ties, rng)
      assert.deepStrictEqual(Ranking.top(positions, scores, n, ties, rng), all.slice(0, n))
    }
  )

  it("settles ties without asking for the order of all that are tied", () => {
    const positions = Uint32Array.from({ length: 1000 }, (_, i) => 999 - i)
    const reads = new Map<number, number>()
    const scores = new Proxy(new Float64Array(1000).map((_, i) => i % 2), {
      get: (list, at) => {
        if (typeof at === "string") reads.set(Number(at), (reads.get(Number(at)) ?? 0) + 1)
        return Reflect.get(list, at)
      }
    })
    assert.deepStrictEqual([...Ranking.top(positions, scores, 3)], [1, 3, 5])
    assert.isAtMost(Math.max(...reads.values()), 20)
    assert.isAtMost([...reads.values()].reduce((a, b) => a + b), 5 * 1000)
  })

  it("takes none when none are wanted", () => {
    assert.strictEqual(Ranking.top(Uint32Array.of(1, 2), Float64Array.of(1, 2, 3), 0).length, 0)
    assert.strictEqual(Ranking.top(new Uint32Array(), new Float64Array(), 3).length, 0)
  })
})

describe("seeded ties", () => {
  const all = Uint32Array.from({ length: 8 }, (_, i) => i)
  const seeded = (seed: number, scores = new Float64Array(8)) =>
    Ranking.top(all, scores, 3, "seeded", Rng.fromSeed(seed))

  it("fall to every item about equally often", () => {
    const times = new Float64Array(8)
    for (let seed = 0; seed < 4000; seed++) for (const i of seeded(seed)) times[i]! += 1
    for (const count of times) assert.closeTo(count, 1500, 5 * Math.sqrt(4000 * (3 / 8) * (5 / 8)))
  })

  it("never overrule the score", () => {
    const scores = Float64Array.of(0, 0, 1, 0, 2, 0, 0, 0)
    for (let seed = 0; seed < 50; seed++) assert.deepStrictEqual([...seeded(seed, scores).slice(0, 2)], [4, 2])
  })
})

it("keepTop gives positions in the pool's order, whatever order they came in, and drops the last of equals", () => {
  const scores = Float64Array.of(0, 4, 0, 2, 0, 3, 2)
  assert.deepStrictEqual(Ranking.keepTop(Uint32Array.of(6, 5, 1, 3, 2), scores, 2), Uint32Array.of(1, 5))
  assert.deepStrictEqual(Ranking.keepTop(Uint32Array.of(6, 5, 1, 3, 2), scores, 3), Uint32Array.of(1, 3, 5))
})

test.prop([scored])("keepTop is top in ascending order", ({ n, positions, scores }) => {
  assert.deepStrictEqual(Ranking.keepTop(positions, scores, n), Ranking.top(positions, scores, n).toSorted())
})
