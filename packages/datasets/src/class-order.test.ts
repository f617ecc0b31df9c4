import { assert, describe, it } from "@effect/vitest"
import { fc } from "@fast-check/vitest"
import { compareCodePoints, sortedClasses } from "./class-order.ts"

const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "\uE000", "\uFFFF", "𐀀", "😀"), maxLength: 4 })

describe("compareCodePoints", () => {
  it("is the order of the code points, also beyond 16 bits", () => {
    fc.assert(
      fc.property(
        text,
        text,
        (a, b) => {
          const [x, y] = [a, b].map((text) => Array.from(text, (char) => char.codePointAt(0)!)) as [number[], number[]]
          const at = x.findIndex((code, i) => code !== y[i])
          const expected = at < 0 ? x.length - y.length : at >= y.length ? 1 : x[at]! - y[at]!
          assert.strictEqual(Math.sign(compareCodePoints(a, b)), Math.sign(expected))
        }
      )
    )
    assert.isBelow(compareCodePoints("\uFFFF", "😀"), 0)
  })
})

describe("sortedClasses", () => {
  it("orders whole numbers by value where all are, else by code point", () => {
    const cases: ReadonlyArray<readonly [ReadonlyArray<string>, ReadonlyArray<string>]> = [
      [["10", "9", "2", "10", "-1"], ["-1", "2", "9", "10"]],
      [["010", "9", "1", "01"], ["01", "1", "9", "010"]],
      [["9007199254740993", "9007199254740992"], ["9007199254740992", "9007199254740993"]],
      [["10", "9", "1.5"], ["1.5", "10", "9"]],
      [["cat", "Cat", "ant"], ["Cat", "ant", "cat"]],
      [["😀", "\uFFFF", "é", "z"], ["z", "é", "\uFFFF", "😀"]],
      [[], []]
    ]
    for (const [names, expected] of cases) assert.deepStrictEqual(sortedClasses(names), expected)
  })

  it("does not depend on the order in which classes come", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 8 }), fc.nat(), (names, k) => {
        const turned = [...names.slice(k % (names.length + 1)), ...names.slice(0, k % (names.length + 1))]
        assert.deepStrictEqual(sortedClasses(turned), sortedClasses(names))
      })
    )
  })
})
