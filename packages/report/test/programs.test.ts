import { assert, describe, it } from "@effect/vitest"
import { parseHTML } from "linkedom"
import { color } from "../programs/map/color.ts"
import { thumbs } from "../programs/map/thumb.ts"
import { className, reasons } from "../programs/map/words.ts"
import { tabs } from "../programs/tabs.ts"
import type { Payload } from "../src/map/shown.ts"

const data: Payload = { classNames: ["cat", "dog"], layouts: [], truth: [], ids: [], runs: [] }

describe("the page's scripts", () => {
  it("say why an item was picked", () => {
    assert.deepStrictEqual(
      reasons({
        i: 0,
        label: 1,
        branch: "margin",
        cluster: [2, 30, 1],
        scores: [["a", "0.5", 1, 9], ["b", "2", 0, 0]]
      }),
      ["by margin", "cluster 2 of 30 items, 1 labeled", "a 0.5, rank 1 of 9", "b 2"]
    )
    assert.deepStrictEqual(reasons({ i: 0, label: 0, branch: "", scores: [] }), ["by "])
    assert.deepStrictEqual([-1, 0, 1].map((label) => className(data, label)), ["declined", "cat", "dog"])
  })

  it("color rounds from blue by way of the middle to orange", () => {
    assert.deepStrictEqual([color(0, 1), color(0, 3), color(1, 3), color(2, 3)], [
      "color-mix(in oklab, var(--c3) 0%, var(--c0))",
      "color-mix(in oklab, var(--c3) 0%, var(--c0))",
      "color-mix(in oklab, var(--c1) 0%, var(--c3))",
      "color-mix(in oklab, var(--c1) 100%, var(--c3))"
    ])
  })

  it("have no picture of an item that the page has none of", () => {
    const images = { url: "x", wide: 1, tall: 1, across: 1, of: [3] }
    assert.isUndefined(thumbs(data)(0, true))
    assert.isUndefined(thumbs({ ...data, images })(0, true))
  })

  it("switch between panels, and leave tabs within tabs alone", () => {
    const { document } = parseHTML(`<div data-tabs id="outer">
      <button data-tab="a"></button><button data-tab="b"></button>
      <div data-panel="a"><div data-tabs><button data-tab="a"></button><p data-panel="b"></p></div></div>
      <div data-panel="b"></div>
    </div>`)
    const pressed = () => Array.from(document.querySelectorAll("button"), (e) => e.getAttribute("aria-pressed"))
    const shown = () => Array.from(document.querySelectorAll("[data-panel]"), (e) => e.classList.contains("shown"))
    tabs(document.querySelector<HTMLElement>("#outer")!)
    assert.deepStrictEqual([pressed(), shown()], [["true", "false", null], [true, false, false]])
    document.querySelectorAll("button")[1]!.click()
    assert.deepStrictEqual([pressed(), shown()], [["false", "true", null], [false, false, true]])
  })
})
