import { assert, describe, it } from "@effect/vitest"
import { experimentOf } from "../../test/experiment.ts"
import { analysis, items } from "../../test/made.ts"
import { html } from "./html.ts"
import { page } from "./page.ts"

const extras = {
  version: "1.2.3",
  command: "marginalia report x",
  maps: [],
  pictures: true,
  papers: undefined,
  remarks: []
}
const experiment = experimentOf({
  strategies: ["random"],
  seeds: 1,
  rounds: 1,
  budget: 1,
  pools: { spots: items },
  scaled: 0.1
})

describe("page", () => {
  it("is one file that names no other", () => {
    const text = page(analysis(), extras)
    assert.match(text, /^<!doctype html>/)
    assert.notMatch(text, /(src|href)="(?!#|data:)|@import|https?:(?!\/\/www\.w3\.org\/2000\/svg)/)
    assert.strictEqual(page(analysis(), extras), text)
    // Without an icon of its own a browser asks the server for one.
    assert.include(text, `<link rel="icon" href="data:`)
  })

  it("says what it is about before anything else", () => {
    const text = page(analysis(["spots", "more"]), extras)
    assert.include(text, "2 strategies with 6 seeds on spots (a pool of 30, 3 classes, 3 to 9 labels) and more")
    assert.include(text, `<meta name="description" content="2 strategies with 6 seeds on spots (a pool of 30`)
    assert.include(text, "<h2 id=\"ranks-title\">")
    assert.notInclude(page(analysis(), extras), "ranks-title")
  })

  it("marks what is scaled, warns, and tells what is missing", () => {
    const all = analysis()
    const text = page({ ...all, loaded: { ...all.loaded, experiment } }, { ...extras, remarks: ["no PNG"] })
    for (
      const part of [
        "<h1>a small comparison</h1>",
        "Scaled by 0.1",
        "<dt>small-batch</dt>",
        "<dd>no PNG</dd>",
        "see <a href=\"#findings\">"
      ]
    ) {
      assert.include(text, part)
    }
    assert.include(page(all, extras), "The protocol linter has nothing to say")
  })

  it("has maps and papers where there are any", () => {
    const all = analysis()
    const text = page(all, { ...extras, maps: [[all.views[0]!, html`<p>a map</p>`]], papers: html`<p>papers</p>` })
    for (const part of ["<p>a map</p>", "<p>papers</p>", "data-payload"]) assert.include(text, part)
  })
})
