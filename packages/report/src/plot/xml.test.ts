import { assert, describe, it } from "@effect/vitest"
import { parseHTML } from "linkedom"
import { toXml, type Tree } from "./xml.ts"

const rules = { keeps: (name: string) => name !== "style", attribute: (_: string, value: string) => value }

describe("toXml", () => {
  it("escapes every text and attribute, and leaves out what is not kept", () => {
    const { document } = parseHTML("<html><body><g><style>x</style></g></body></html>")
    const element = document.querySelector("g")!
    element.setAttribute("class", "\"><script>'&\0")
    element.append(document.createTextNode("</g><img>&\x1b"))
    assert.strictEqual(
      toXml(element as unknown as Tree, rules),
      `<g class="&quot;&gt;&lt;script&gt;&#39;&amp;\\x00">&lt;/g&gt;&lt;img&gt;&amp;\\x1b</g>`
    )
    assert.strictEqual(toXml(document.createElement("path") as unknown as Tree, rules), "<path />")
  })
})
