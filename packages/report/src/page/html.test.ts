import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { escape, html, json, raw } from "./html.ts"

describe("html", () => {
  it("escapes what is put into it, and takes HTML as it is", () => {
    assert.strictEqual(html`<b>${"<i>"}</b>${html`<u>${1}</u>`}${raw("<hr>")}`.text, "<b>&lt;i&gt;</b><u>1</u><hr>")
  })

  it("prints lists one after the other, and nothing for what is not there", () => {
    assert.strictEqual(html`${["a", undefined, html`<br>`]}${false}${0}`.text, "a<br>0")
  })

  test.prop([fc.string()])("lets no text out of an attribute or an element", (text) => {
    assert.notMatch(escape(text), /[<>"']/)
  })

  it("keeps JSON inside its script", () => {
    const value = { a: "</script><script>alert(1)" }
    assert.notInclude(json(value).text, "<")
    assert.deepStrictEqual(JSON.parse(json(value).text), value)
  })
})
