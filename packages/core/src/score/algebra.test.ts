import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { evaluate, frame, listed, scored } from "../../test/queries.ts"
import { coordinate, registry } from "../../test/toys.ts"
import * as Score from "../Score.ts"
import * as Spec from "../Spec.ts"
import * as Strategy from "../Strategy.ts"
import { standardScores } from "./standard-scores.ts"

/** What a score says of each candidate, off the candidates NaN. */
const expected = (at: Parameters<typeof evaluate>[1], f: (position: number) => number) =>
  Array.from({ length: at.size }, (_, i) => at.candidates.includes(i) ? f(i) : Number.NaN)

const finite = fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -9, max: 9, noNaN: true })), {
  minLength: 1,
  maxLength: 20
})

describe("add and multiply", () => {
  test.prop([scored])("work position by position; ∞ − ∞ and 0 · ∞ are undefined", ({ frame: at, list }) => {
    const turned = list.toReversed()
    const [a, b] = [listed(list), listed(turned)]
    assert.deepStrictEqual(evaluate(Score.add(a, b), at), expected(at, (i) => list[i]! + turned[i]!))
    const [x, y] = [listed(list.map(Math.abs)), listed(turned.map(Math.abs))]
    assert.deepStrictEqual(evaluate(Score.multiply(x, y), at), expected(at, (i) => Math.abs(list[i]! * turned[i]!)))
  })

  test.prop([scored])("add commutes, and is data-last too", ({ frame: at, list }) => {
    const [a, b] = [listed(list), listed(list.toReversed())]
    assert.deepStrictEqual(evaluate(Score.add(a, b), at), evaluate(Score.add(b, a), at))
    assert.deepStrictEqual(evaluate(a.pipe(Score.add(b)), at), evaluate(Score.add(a, b), at))
  })
})

describe("multiply", () => {
  const cost = listed([1, 0.2, 0.1], "per-cost")
  const sure = listed([-1, -0.5, 0], "margin")

  it("refuses a negative score, whose product would turn the order round, on either side", () => {
    const pattern =
      /^multiply: it takes a score that is not negative, and margin is -1 at position 0; .*margin\(offset=1\).*rank\(margin\)$/
    for (const product of [Score.multiply(sure, cost), Score.multiply(cost, sure), Score.multiply(sure, sure)]) {
      assert.throws(() => evaluate(product, frame(3)), pattern)
    }
    assert.deepStrictEqual(evaluate(Score.multiply(Score.rank(sure), cost), frame(3)), [1, 0.4, 3 * 0.1])
  })

  it("looks at the candidates only, and lets −0 and undefined scores pass", () => {
    const at = frame(3, { candidates: Uint32Array.of(1, 2) })
    assert.deepStrictEqual(evaluate(Score.multiply(listed([-1, -0, Number.NaN]), cost), at), [
      Number.NaN,
      -0,
      Number.NaN
    ])
  })

  test.prop([scored])("commutes, and an increasing factor never lowers a place", ({ frame: at, list }) => {
    const [a, b] = [listed(list.map(Math.abs)), listed(list.map((x) => Math.abs(x) + 1))]
    assert.deepStrictEqual(evaluate(Score.multiply(a, b), at), evaluate(Score.multiply(b, a), at))
  })
})

test.prop([scored])("negate twice is nothing", ({ frame: at, list }) => {
  const score = listed(list)
  assert.deepStrictEqual(evaluate(Score.negate(Score.negate(score)), at), evaluate(score, at))
  assert.deepStrictEqual(evaluate(Score.negate(score), at), expected(at, (i) => -list[i]!))
})

test.prop([scored, fc.double({ min: -8, max: 8, noNaN: true })])("scale multiplies", ({ frame: at, list }, by) => {
  assert.deepStrictEqual(evaluate(Score.scale(listed(list), by), at), expected(at, (i) => list[i]! * by))
  assert.deepStrictEqual(evaluate(listed(list).pipe(Score.scale(by)), at), evaluate(Score.scale(listed(list), by), at))
})

it("scale refuses what is no number", () => {
  assert.throws(() => Score.scale(coordinate(), Infinity), "scale: by takes a finite number, not Infinity")
})

describe("rank", () => {
  test.prop([scored])("is the mean place among the candidates, counted from the lowest", ({ frame: at, list }) => {
    const here = Array.from(at.candidates, (i) => list[i]!)
    const place = (x: number) => {
      const below = here.filter((y) => y < x).length
      const equal = here.filter((y) => y === x).length
      return below + (equal + 1) / 2
    }
    assert.deepStrictEqual(evaluate(Score.rank(listed(list)), at), expected(at, (i) => place(list[i]!)))
  })

  it("leaves undefined scores undefined, and uncounted", () => {
    const ranks = evaluate(Score.rank(listed([5, Number.NaN, 3])), frame(3))
    assert.deepStrictEqual(ranks, [2, Number.NaN, 1])
  })

  test.prop([finite])("forgets everything but the order", (list) => {
    const at = frame(list.length)
    const cubed = listed(list.map((x) => 2 * x))
    assert.deepStrictEqual(evaluate(Score.rank(cubed), at), evaluate(Score.rank(listed(list)), at))
  })
})

describe("standardize", () => {
  test.prop([finite])("is the standard score over the candidates", (list) => {
    const got = evaluate(Score.standardize(listed(list)), frame(list.length))
    assert.deepStrictEqual(got, [...standardScores(Float64Array.from(list))])
  })

  test.prop([fc.double({ min: -9, max: 9, noNaN: true }), fc.integer({ min: 1, max: 60 })])(
    "is 0 where all are equal, however the mean rounds",
    (x, n) => {
      const got = evaluate(Score.standardize(listed(Array.from({ length: n }, () => x))), frame(n))
      assert.isTrue(got.every((one) => one === 0))
    }
  )

  test.prop([finite])("has the same bits in any order of the pool", (list) => {
    const got = evaluate(Score.standardize(listed(list)), frame(list.length))
    const turned = evaluate(Score.standardize(listed(list.toReversed())), frame(list.length))
    assert.deepStrictEqual(turned.toReversed(), got)
  })

  it("uses finite scores only, and leaves the infinite ones", () => {
    const got = evaluate(Score.standardize(listed([1, Infinity, 3, -Infinity, Number.NaN])), frame(5))
    assert.deepStrictEqual(got, [-1, Infinity, 1, -Infinity, Number.NaN])
  })

  it("looks at the candidates only", () => {
    const at = frame(3, { candidates: Uint32Array.of(0, 2) })
    assert.deepStrictEqual(evaluate(Score.standardize(listed([1, 1000, 3])), at), [-1, Number.NaN, 1])
  })
})

describe("text", () => {
  const c = coordinate({ index: 1 })

  it.each([
    [Score.add(c, Score.negate(c)), "add(coordinate(1), negate(coordinate(1)))"],
    [Score.multiply(Score.rank(c), Score.standardize(c)), "multiply(rank(coordinate(1)), standardize(coordinate(1)))"],
    [Score.scale(c, 0.5), "scale(coordinate(1), 0.5)"]
  ])("%#", (score, text) => {
    assert.strictEqual(Spec.print(score.spec), text)
    assert.strictEqual(Strategy.text(Strategy.readUnsafe(`top(${text}, position)`, registry)), `top(${text}, position)`)
    assert.deepStrictEqual([...score.needs], ["embedding"])
  })
})
