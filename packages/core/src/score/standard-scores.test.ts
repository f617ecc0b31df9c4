import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { standardScores } from "./standard-scores.ts"

const of = (...list: ReadonlyArray<number>): ReadonlyArray<number> => [...standardScores(Float64Array.from(list))]

const small = fc.double({ min: -9, max: 9, noNaN: true })
/** Close together and far from 0, denormal, as large as numbers get: what a mean taken plainly gets wrong. */
const anywhere = fc.oneof(
  fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), small), { minLength: 1, maxLength: 20 }),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 }),
  fc.tuple(small, fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 20 })).map(([x, steps]) =>
    steps.map((step) => x + step * 2 ** -50)
  ),
  fc.tuple(fc.integer({ min: -1074, max: 1020 }), fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 })).map(
    ([e, steps]) => steps.map((step) => step * 2 ** e)
  )
)

const mean = (list: ReadonlyArray<number>): number => list.reduce((a, b) => a + b, 0) / list.length

describe("standard scores", () => {
  test.prop([anywhere], {
    examples: [
      [[-8.999999999971752, -8.999999999971722]],
      [[9, 9 + 2 ** -49, 9 - 2 ** -48]],
      [[0, 5e-324]],
      [[1e-200, 2e-200]],
      [[1e200, -1e200, 0]],
      [[1.7e308, -1.7e308]]
    ]
  })("have mean 0 and deviation 1, unless all are equal", (list) => {
    const got = of(...list)
    if (list.every((x) => x === list[0])) assert.isTrue(got.every((x) => x === 0))
    else {
      assert.closeTo(mean(got), 0, 1e-9)
      assert.closeTo(mean(got.map((x) => x ** 2)), 1, 1e-9)
    }
  })

  test.prop([anywhere])("turn no order round, and give equal scores to equal numbers", (list) => {
    const got = of(...list)
    list.forEach((x, i) =>
      list.forEach((y, j) => assert.isTrue(x < y ? got[i]! <= got[j]! : x > y || got[i] === got[j]))
    )
  })

  test.prop([fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }), fc.integer({ min: -1070, max: 1000 })])(
    "are the same, bit by bit, of numbers 2^e as large",
    (list, e) => assert.deepStrictEqual(of(...list.map((x) => x * 2 ** e)), of(...list))
  )

  test.prop([anywhere])("have the same bits in any order", (list) => {
    assert.deepStrictEqual(of(...list.toReversed()).toReversed(), of(...list))
  })

  it("are those of the finite numbers; what is not finite stays", () => {
    assert.deepStrictEqual(of(1, Infinity, 3, -Infinity, Number.NaN), [-1, Infinity, 1, -Infinity, Number.NaN])
    assert.deepStrictEqual(of(Infinity, Number.NaN), [Infinity, Number.NaN])
    assert.deepStrictEqual(of(), [])
  })
})
