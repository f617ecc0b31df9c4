import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { coverage, entropyRatio, pickedByClass } from "./picked.ts"

const counts = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 6 })

describe("pickedByClass", () => {
  it("counts, without what was declined", () => {
    assert.deepStrictEqual(pickedByClass(Int32Array.of(2, 0, -1, 2, 2), 4), [1, 0, 3, 0])
    assert.throws(
      () => pickedByClass([0, 4], 4),
      RangeError,
      "the label of item 1 is 4; classes are whole numbers from 0 to 3"
    )
  })
})

describe("entropyRatio", () => {
  it("is right by hand", () => {
    // Shares ½, ¼, ¼, 0: 1.5 bits of 2.
    assert.closeTo(entropyRatio([4, 2, 2, 0]), 0.75, 1e-15)
    assert.deepStrictEqual([entropyRatio([7, 0, 0]), entropyRatio([3])], [0, 1])
    assert.closeTo(entropyRatio([5, 5, 5]), 1, 1e-15)
    assert.isNaN(entropyRatio([0, 0]))
  })

  prop.prop([counts.filter((list) => list.some((n) => n > 0))])("minds neither the order nor the number", (list) => {
    const ratio = entropyRatio(list)
    assert.isTrue(ratio >= 0 && ratio <= 1 + 1e-12)
    assert.closeTo(entropyRatio(list.toReversed()), ratio, 1e-12)
    assert.closeTo(entropyRatio(list.map((n) => 3 * n)), ratio, 1e-12)
  })

  prop.prop([counts, fc.nat({ max: 5 }), fc.nat({ max: 5 })])(
    "falls when a larger class takes from a smaller",
    (list, i, j) => {
      const [more, less] = [i % list.length, j % list.length]
      fc.pre(more !== less && list[less]! > 0 && list[more]! >= list[less]!)
      const moved = list.map((n, c) => c === more ? n + 1 : c === less ? n - 1 : n)
      assert.isBelow(entropyRatio(moved), entropyRatio(list))
    }
  )
})

describe("coverage", () => {
  it("adds up round by round, by hand", () => {
    const [first, second, third] = coverage([[2, 0, 0], [0, 2, 0], [2, 0, 1]])
    assert.deepStrictEqual([first!.counts, first!.covered, first!.entropyRatio], [[2, 0, 0], 1, 0])
    assert.deepStrictEqual([second!.counts, second!.covered, second!.imbalance], [[2, 2, 0], 2, Infinity])
    assert.closeTo(second!.entropyRatio, Math.log(2) / Math.log(3), 1e-15)
    assert.deepStrictEqual([third!.counts, third!.covered, third!.imbalance], [[4, 2, 1], 3, 4])
    assert.deepStrictEqual(coverage([]), [])
  })

  it("refuses rounds of different classes", () => {
    assert.throws(() => coverage([[1, 0], [1]]), RangeError, "round 1 counts 1 classes where round 0 counts 2")
  })
})

describe("labels that are no class", () => {
  it("are refused by value", () => {
    assert.deepStrictEqual(pickedByClass([0, -1, 1, 1], 2), [1, 2])
    for (const wrong of [2, -2, 0.5, Number.NaN]) {
      assert.throws(() => pickedByClass([0, wrong], 2), RangeError, `the label of item 1 is ${wrong}`)
    }
    assert.throws(() => pickedByClass([], -1), RangeError, "there are -1 classes")
  })
})
