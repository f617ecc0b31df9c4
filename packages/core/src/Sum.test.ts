import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import * as Sum from "./Sum.ts"

const number = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.constantFrom(0, -0, 1 / 3, 0.1, 0.2, 0.3, 1e-30, -1e-30, 2 ** -149, 1e15, Math.fround(1.0000001)),
  fc.double({ min: -1e30, max: 1e30, noNaN: true })
)

const shuffledPair = fc.array(number, { minLength: 1, maxLength: 40 }).chain((list) =>
  fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }).map((other) => [list, other] as const)
)

/** A double in units of 2⁻¹⁰⁷⁴. */
const units = (x: number): bigint => {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(x)).buffer)[0]!
  const exponent = bits >> 52n
  const mantissa = bits & (2n ** 52n - 1n)
  const size = exponent === 0n ? mantissa : (mantissa + 2n ** 52n) << (exponent - 1n)
  return x < 0 ? -size : size
}

/** The exact sum of numbers that are not negative, cut to 60 bits and then rounded. */
const exact = (list: ReadonlyArray<number>): number => {
  const whole = list.reduce((sum, x) => sum + units(x), 0n)
  const shift = Math.max(0, whole.toString(2).length - 60)
  return Number(whole >> BigInt(shift)) * 2 ** (shift - 537) * 2 ** -537
}

describe("powerBelow", () => {
  test.prop([fc.integer({ min: -900, max: 900 }), fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true })])(
    "is the leading bit",
    (exponent, mantissa) => {
      assert.strictEqual(Sum.powerBelow(mantissa * 2 ** exponent), 2 ** exponent)
      assert.strictEqual(Sum.powerBelow(-mantissa * 2 ** exponent), 2 ** exponent)
    }
  )

  it("of 0 is 0", () => {
    assert.strictEqual(Sum.powerBelow(0), 0)
  })
})

describe("total", () => {
  // Of low parts that are not rounded to a grid, the sum would depend on the order.
  const fine = [-0.9776464896172502, 0.3, 1.427633055219256e-31]

  test.prop([shuffledPair], { examples: [[[fine, fine.toReversed()]]] })(
    "has the same bits in any order",
    ([list, other]) => {
      assert.strictEqual(Sum.total(Float64Array.from(other)), Sum.total(Float64Array.from(list)))
    }
  )

  test.prop([fc.array(number.map(Math.abs), { minLength: 1, maxLength: 40 })])("is the exact sum, rounded", (list) => {
    const [found, expected] = [Sum.total(Float64Array.from(list)), exact(list)]
    assert.isAtMost(Math.abs(found - expected), 2 ** -52 * expected)
  })

  it("takes part of a list, and nothing is 0", () => {
    assert.strictEqual(Sum.total(Float64Array.of(1, 2, 4, 8), 1, 3), 6)
    assert.strictEqual(Sum.total(new Float64Array()), 0)
    assert.strictEqual(Sum.total(Float64Array.of(0, -0)), 0)
  })

  it("keeps what is not finite", () => {
    assert.strictEqual(Sum.total(Float64Array.of(1, Infinity)), Infinity)
    assert.isNaN(Sum.total(Float64Array.of(1, Number.NaN, 2)))
    assert.isNaN(Sum.total(Float64Array.of(-Infinity, Infinity)))
  })
})

describe("across", () => {
  test.prop([fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 }), fc.nat()])(
    "is the total at each index, whatever the order of the lists",
    (pairs, turn) => {
      const lists = pairs.map((pair) => Float64Array.from(pair))
      const at = turn % lists.length
      const found = Sum.across(lists)
      assert.deepStrictEqual(Sum.across([...lists.slice(at), ...lists.slice(0, at)].toReversed()), found)
      const totals = [0, 1].map((i) => Sum.total(Float64Array.from(pairs, (pair) => pair[i]!)))
      assert.deepStrictEqual([...found], totals)
    }
  )

  test.prop([fc.float({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 50 })])(
    "of equal numbers in single precision is exactly their multiple",
    (x, n) => {
      const one = Float32Array.of(x)
      assert.strictEqual(Sum.across(Array.from({ length: n }, () => one))[0]! / n, one[0])
    }
  )

  it("of nothing is nothing", () => {
    assert.deepStrictEqual(Sum.across([]), new Float64Array())
  })
})

describe("bounded", () => {
  const small = fc.double({ min: -1, max: 1, noNaN: true })
  const terms = fc.array(small, { minLength: 1, maxLength: 30 })

  test.prop([terms, fc.nat(), fc.constantFrom(1, 3, 2 ** 20)])(
    "has the same bits in any order and at any index, and agrees with total",
    (list, turn, most) => {
      const sums = Sum.bounded(2, list.length, most)
      const at = turn % list.length
      const turned = [...list.slice(at), ...list.slice(0, at)].toReversed()
      list.forEach((x, i) => {
        sums.add(0, x)
        sums.add(1, turned[i]!)
      })
      const [first, second] = sums.totals()
      assert.strictEqual(second, first)
      const size = list.reduce((sum, x) => sum + Math.abs(x), 0)
      assert.isAtMost(Math.abs(first! - Sum.total(Float64Array.from(list))), 2 ** -52 * size + 2 ** -110 * most)
    }
  )
})

describe("bounded, of terms that plain addition rounds", () => {
  it("has the same bits in either order", () => {
    const terms = [0.1, 0.2, 0.3]
    assert.notStrictEqual(0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1)
    const sums = Sum.bounded(2, 3, 1)
    for (const x of terms) sums.add(0, x)
    for (const x of terms.toReversed()) sums.add(1, x)
    const [there, back] = sums.totals()
    assert.strictEqual(there, back)
  })
})

describe("rows", () => {
  it("are totals of each row", () => {
    assert.deepStrictEqual(Sum.rows(Float64Array.of(1, 2, 3, 4), 2), Float64Array.of(3, 7))
  })
})

describe("rise", () => {
  const terms = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
    maxLength: 40
  })

  test.prop([terms, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })])(
    "is the difference of the sums, the same in any order, and falls with any number that falls, to the last digit",
    (list, at, times) => {
      const from = Float64Array.from(list, ([x]) => x!), to = Float64Array.from(list, ([x, y]) => Math.max(x!, y!))
      const sum = Sum.rise(from, to, 1), expected = Sum.total(to.map((x, i) => x - from[i]!))
      assert.closeTo(sum, expected, 1e-12)
      assert.strictEqual(Sum.rise(from.toReversed(), to.toReversed(), 1), sum)
      const i = at % from.length
      from[i] = from[i]! + times * (1 - from[i]!)
      to[i] = Math.max(from[i]!, to[i]!)
      assert.isAtMost(Sum.rise(from, to, 1), sum)
      assert.strictEqual(Sum.rise(from, from, 1), 0)
    }
  )

  it("is equal where the same numbers rise to the same ones crosswise, whatever the differences round to", () => {
    const [a, b, k] = [0.1, 0.7 / 3, 0.9]
    assert.strictEqual(
      Sum.rise(Float64Array.of(a, b), Float64Array.of(1, k), 1),
      Sum.rise(Float64Array.of(a, b), Float64Array.of(k, 1), 1)
    )
  })

  it("keeps to one grid whatever the numbers are", () => {
    const zero = new Float64Array(3)
    assert.strictEqual(Sum.rise(zero, zero, 0), 0)
    assert.strictEqual(Sum.rise(zero, Float64Array.of(2 ** -60, 1, 2 ** -60), 1), 1 + 2 ** -59)
    assert.strictEqual(Sum.rise(zero, Float64Array.of(2 ** -1000, 0, 0), 1), 0)
    assert.strictEqual(Sum.rise(zero, Float64Array.of(2 ** -60, 0, 0), 1), 2 ** -60)
  })
})
