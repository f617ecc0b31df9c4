import { assert, describe, it } from "@effect/vitest"
import { parseHTML } from "linkedom"
import { color } from "../programs/map/color.ts"
import { countsOf, itemsIn } from "../programs/map/selected.ts"
import { thumbs } from "../programs/map/thumb.ts"
import { encloses, moved, shows, WHOLE, zoomed } from "../programs/map/window.ts"
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

  it("zoom around a place, which stays where it is, and never beyond the map", () => {
    const near = zoomed(WHOLE, 2, [250, 0])
    assert.deepStrictEqual(near, { x: 125, y: 0, side: 500 })
    assert.closeTo((250 - near.x) / near.side, 250 / 1000, 1e-12)
    assert.deepStrictEqual(zoomed(near, 0.1), WHOLE)
    assert.strictEqual(zoomed(WHOLE, 1e9).side, 40)
    assert.deepStrictEqual(moved(near, 0.5, 0), { x: 375, y: 0, side: 500 })
    assert.deepStrictEqual(moved(near, 9, -9), { x: 500, y: 0, side: 500 })
    assert.deepStrictEqual([shows(near, [125, 500]), shows(near, [124, 0])], [true, false])
  })

  it("know what a line encloses, however it winds", () => {
    const square = [[0, 0], [10, 0], [10, 10], [0, 10]] as const
    assert.deepStrictEqual([[5, 5], [15, 5], [-1, 5]].map((at) => encloses(square, at as [number, number])), [
      true,
      false,
      false
    ])
    // A star around its middle: even-odd leaves the middle out.
    const star = [[0, -10], [6, 8], [-9, -3], [9, -3], [-6, 8]] as const
    assert.deepStrictEqual([encloses(star, [0, 0]), encloses(star, [0, -8])], [false, true])
    assert.isFalse(encloses([[0, 0], [9, 9]], [1, 1]))
  })

  it("select by a line or by what is shown, and count classes, the most frequent first", () => {
    const layout = { key: "pca", title: "", places: [1, 1, 5, 5, 9, 9, 700, 700] } as const
    const some: Payload = { ...data, truth: [1, 0, 1, -1], ids: ["a", "b", "c", "d"] }
    assert.deepStrictEqual(itemsIn(some, layout, { x: 0, y: 0, side: 6 }, undefined), [0, 1])
    assert.deepStrictEqual(itemsIn(some, layout, WHOLE, [[4, 4], [20, 4], [20, 20], [4, 20]]), [1, 2])
    assert.strictEqual(countsOf(some, [0, 1, 2, 3]), "dog: 2, class not known: 1, cat: 1")
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
