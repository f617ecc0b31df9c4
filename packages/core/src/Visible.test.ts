import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Quote from "./Quote.ts"
import { masked, printable, visible, visibleLines } from "./Visible.ts"

describe("visible", () => {
  it("writes out what a terminal would obey, and leaves the rest", () => {
    assert.strictEqual(visible("a\x1b[31mb\u009b2J\x07"), "a\\x1b[31mb\\u009b2J\\x07")
    assert.strictEqual(visible("a\nb\r\tc\x7f"), "a\\nb\\r\\tc\\u007f")
    assert.strictEqual(visible("\u202egpj\u2066\u2028\ufeff\ud83d"), "\\u202egpj\\u2066\\u2028\\ufeff\\ud83d")
    assert.strictEqual(visible("naïve 日本 😀 C:\\new"), "naïve 日本 😀 C:\\new")
    assert.strictEqual(visibleLines("a\x1b\nb"), "a\\x1b\nb")
  })

  it("takes the same characters for hidden as messages do, but for line breaks and tabs", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.strictEqual(visible(printable(text)), visible(text))
      assert.strictEqual(Quote.message(text), printable(text))
      assert.lengthOf(masked(text), text.length)
    }))
    assert.strictEqual(printable("a\n\tb\x1b\u200b"), "a\n\tb\\x1b\\u200b")
    assert.strictEqual(visible("👩\u200d💻 می\u200cخواهم"), "👩\u200d💻 می\u200cخواهم")
  })

  it("never leaves a control, and changes nothing twice", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      const seen = visible(text)
      assert.notMatch(seen, /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Bidi_Control}]/u)
      assert.strictEqual(visible(seen), seen)
      assert.strictEqual(JSON.parse(visible(JSON.stringify(text))), text)
    }))
  })
})
