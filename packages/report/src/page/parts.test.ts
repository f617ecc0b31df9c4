import { assert, describe, it } from "@effect/vitest"
import { html } from "./html.ts"
import { details, figure, section, table, tabs } from "./parts.ts"

const numbers = { caption: "n", head: ["name", "value"], rows: [["a<", 1]], notes: ["why"] }

describe("parts", () => {
  it("have tables that name their rows and scroll by the keyboard", () => {
    const { text } = table(numbers)
    for (
      const part of [
        "role=\"region\" aria-label=\"n\" tabindex=\"0\"",
        "<th scope=\"row\">a&lt;</th><td>1</td>",
        "<li>why</li>"
      ]
    ) {
      assert.include(text, part)
    }
    assert.notInclude(table({ ...numbers, notes: [] }).text, "<ul")
    assert.include(
      table({ ...numbers, rows: [["a", "0.9 (0.8 to 0.95), was 0.85"]] }).text,
      `<td class="range">0.9 <span>(0.8 to 0.95)</span>, was 0.85</td>`
    )
    assert.include(table({ ...numbers, rows: [["a", "x".repeat(41)]] }).text, "<td class=\"long\">")
  })

  it("have figures in two widths, with their numbers folded below", () => {
    const { text } = figure({ wide: "<svg>w</svg>", narrow: "<svg>n</svg>" }, "caption", numbers)
    assert.match(text, /<div class="wide"><svg>w<\/svg><\/div><div class="narrow"><svg>n<\/svg><\/div>/)
    assert.include(text, "<details><summary>Table</summary>")
    assert.notInclude(figure({ wide: "", narrow: "" }, "caption").text, "<details")
  })

  it("have switches that say which panel is shown; one panel needs none", () => {
    const panel = (title: string) => ({ title, content: html`<p>${title}</p>` })
    const { text } = tabs("x", "what", [panel("a"), panel("b")])
    assert.include(text, "<button type=\"button\" data-tab=\"0\" aria-pressed=\"true\">a</button>")
    assert.include(text, "<div class=\"panel\" data-panel=\"1\"><p class=\"of\">b</p><p>b</p></div>")
    assert.include(tabs("x", "what", [{ ...panel("a"), id: "x-a" }, panel("b")]).text, "data-panel=\"0\" id=\"x-a\">")
    assert.strictEqual(tabs("x", "what", [panel("a")]).text, "<p>a</p>")
  })

  it("have sections named by their headings", () => {
    assert.include(
      section("a", "A & B", details("d", "e")).text,
      "<section id=\"a\" aria-labelledby=\"a-title\"><h2 id=\"a-title\">A &amp; B<a class=\"self\" href=\"#a\""
    )
  })
})
