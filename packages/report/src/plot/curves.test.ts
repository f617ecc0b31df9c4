import { assert, describe, it } from "@effect/vitest"
import { domainOf, drawCurves, type Drawn, swatch } from "./curves.ts"
import { looksOf } from "./look.ts"

const looks = looksOf(["random", "margin"], "random")
const point = (mean: number, standardError?: number) => ({ count: 3, mean, standardError })
const curves: ReadonlyArray<Drawn> = [
  { name: "random", look: looks.get("random")!, points: [point(0.5, 0.1), point(0.6, 0.1)] },
  { name: "margin", look: looks.get("margin")!, points: [point(0.5), undefined] }
]
const options = { title: "t", axis: "accuracy", width: 400, height: 300, named: true }

/** The points of the paths of a series, by the order in which they are drawn. */
const paths = (svg: string, series: string): ReadonlyArray<string> =>
  [...svg.matchAll(new RegExp(`class="s ${series}( band)?"[^>]*>(.*?)</g>`, "g"))].map(([, , inner]) => inner!)

describe("drawCurves", () => {
  it("draws a band, a line and markers for each strategy, and its name", () => {
    const svg = drawCurves(curves, [10, 20], options)
    assert.match(svg, /class="s s0 band"/)
    assert.match(svg, />random<\/text>/)
    assert.match(svg, />margin<\/text>/)
    assert.match(paths(svg, "s0").join(), /circle/)
  })

  it("has the higher mean higher up", () => {
    const line = /class="s s0"[^>]*><path d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"/.exec(
      drawCurves(curves, [10, 20], options)
    )!
    const [left, low, right, high] = line.slice(1).map(Number) as [number, number, number, number]
    assert.isBelow(left, right)
    assert.isBelow(high, low)
  })

  it("draws what is known where a point is missing, and can leave the names to a legend", () => {
    const svg = drawCurves(curves, [10, 20], { ...options, named: false })
    assert.notMatch(svg, />margin</)
    assert.strictEqual(paths(svg, "s1").join("").match(/<(circle|path) [^>]*/g)!.length, 3)
  })
})

describe("marks on curves", () => {
  const marked = (at: number) =>
    drawCurves(curves.map((one) => ({ ...one, marks: [{ at, value: 0.9 }] })), [10, 20], options)

  it("lie where they are said to, and push the names aside where they lie beyond the curves", () => {
    assert.include(marked(20), ">margin</text>")
    assert.notInclude(marked(30), ">margin</text>")
    assert.notMatch(drawCurves(curves, [10, 20], options), /stroke-opacity="0.75"/)
    assert.match(marked(20), /stroke-opacity="0.75"/)
  })
})

describe("domainOf", () => {
  it("leaves a margin, also around a constant", () => {
    assert.deepStrictEqual(domainOf([0, 1]), [-0.04, 1.04])
    assert.deepStrictEqual(domainOf([2, 2]), [1.92, 2.08])
    assert.deepStrictEqual(domainOf([0]), [-0.04, 0.04])
  })
})

describe("swatch", () => {
  it("shows color, dash and marker, and is not read aloud", () => {
    const svg = swatch(looks.get("random")!)
    for (const part of ["var(--muted)", "stroke-dasharray=\"4,2\"", "<circle", "aria-hidden=\"true\""]) {
      assert.include(svg, part)
    }
  })
})
