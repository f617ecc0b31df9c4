import { assert, describe, it } from "@effect/vitest"
import * as Plot from "@observablehq/plot"
import { draw, gridX, gridY, standalone } from "./figure.ts"
import { ink, light } from "./look.ts"

const dots = () =>
  draw({
    title: "a <b> & \"c\"",
    width: 300,
    height: 200,
    marks: [
      gridX(),
      gridY(),
      Plot.dot([[1, 2], [3, 5]], { fill: ink("c1") }),
      Plot.text([[1, 2]], { text: ["0.123456"] })
    ]
  })

describe("draw", () => {
  it("gives an SVG with a name, in the page's colors, without a style of its own", () => {
    const svg = dots()
    assert.match(svg, /^<svg role="img" aria-label="a &lt;b&gt; &amp; &quot;c&quot;" /)
    assert.include(svg, "var(--c1)")
    assert.notInclude(svg, "<style")
    assert.strictEqual(svg.match(/aria-label/g)!.length, 1)
  })

  it("gives the same bytes again", () => assert.strictEqual(dots(), dots()))

  it("shortens coordinates, not texts", () => {
    const places = [...dots().matchAll(/ (?:cx|cy|transform|d)="([^"]*)"/g)].map(([, place]) => place!)
    assert.isAbove(places.length, 4)
    for (const place of places) assert.notMatch(place, /\.\d{2}/)
    assert.include(dots(), ">0.123456<")
  })
})

describe("standalone", () => {
  it("needs no page: a namespace, colors, a ground", () => {
    const file = standalone(dots())
    assert.include(file, "xmlns=\"http://www.w3.org/2000/svg\"")
    assert.include(file, `<rect width="300" height="200" fill="${light.paper}" />`)
    assert.include(file, light.c1)
    assert.notMatch(file, /var\(|currentColor/)
  })
})
