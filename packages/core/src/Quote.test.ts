import { assert, describe, it } from "@effect/vitest"
import * as Quote from "./Quote.ts"

const deep = (depth: number): unknown => {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

describe("Quote", () => {
  it("writes values as JSON does", () => {
    const values = ["a\"b", 12n, undefined, null, 1.5, NaN, [1, "x", null], { a: [true] }, Float32Array.of(1, 2)]
    assert.deepStrictEqual(values.map(Quote.value), [
      "\"a\\\"b\"",
      "12",
      "undefined",
      "null",
      "1.5",
      "NaN",
      "[1,\"x\",null]",
      "{\"a\":[true]}",
      "[1,2]"
    ])
  })

  it("is short, however large or deep the value is", () => {
    const large = ["x".repeat(1e6), Array.from({ length: 1e5 }, (_, i) => i), deep(100_000), 10n ** 5000n]
    for (const value of large) assert.isAtMost(Quote.value(value).length, 60)
    assert.isAtMost(Quote.list(large).length, 300)
    assert.isAtMost(Quote.message("x".repeat(1e6)).length, 2000)
    assert.isAtMost(Quote.message("\u0000".repeat(2000)).length, 4000)
    assert.isAtMost(Quote.shape(Array.from({ length: 20_000 }, () => 1e9)).length, 200)
  })

  it("keeps the beginning and the end of a long message", () => {
    assert.strictEqual(Quote.message("abcdefghijklmnopqrstuvwxyz", 15), "abcdefghi...xyz")
  })

  it("shows what a terminal would obey or hide", () => {
    const given = "a\u001b[31mb\u0007\u009b\u202e\u2028c\ufeff\ud83dd\udc00"
    assert.strictEqual(
      Quote.printable(given),
      "a\\x1b[31mb\\x07\\u009b\\u202e\\u2028c\\ufeff\\ud83dd\\udc00"
    )
    assert.strictEqual(Quote.printable("ä\u{1f600}\n\tß"), "ä\u{1f600}\n\tß")
    for (const shown of [Quote.value(given), Quote.list([given, { [given]: given }]), Quote.message(given)]) {
      assert.strictEqual(Quote.printable(shown), shown)
    }
  })

  it("keeps the places of characters where it masks", () => {
    assert.strictEqual(Quote.masked("a\u001b[31m\ud83db"), "a·[31m·b")
  })

  it("counts what it leaves out", () => {
    assert.strictEqual(Quote.list(["a", "b", "c"], 2), "\"a\", \"b\" and 1 more")
    assert.strictEqual(Quote.shape([3, 4]), "3 × 4")
    assert.strictEqual(Quote.shape([1, 1, 1, 1, 1, 1, 1, 1, 2]), "1 × 1 × 1 × 1 × 1 × 1 × 1 × 1 × … (9 dimensions)")
    assert.deepStrictEqual([0, 999, 1500, 128e6, 4 * 2 ** 30, 1e30].map(Quote.bytes), [
      "0 B",
      "999 B",
      "1.5 kB",
      "128 MB",
      "4.29 GB",
      "1000000000000 EB"
    ])
  })
})
