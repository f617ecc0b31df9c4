/**
 * Learning curves: a mean and a band of one standard error for each strategy.
 */
import type { Statistics } from "@marginalia/core"
import * as Plot from "@observablehq/plot"
import { draw, gridY } from "./figure.ts"
import type { Look } from "./look.ts"
import { bandOpacity, seriesMarks, type SeriesShape } from "./series-marks.ts"
import { spread } from "./spread.ts"

/** A strategy's curve; a point is undefined where nothing is known. */
export interface Drawn {
  readonly name: string
  readonly look: Look
  readonly points: ReadonlyArray<Statistics.Summary | undefined>
  /** Places to be marked: where runs stop. Default none. */
  readonly marks?: ReadonlyArray<Spot>
}

/** A place in the drawing: so far along, so high. */
export interface Spot {
  readonly at: number
  readonly value: number
}

export interface CurveOptions {
  readonly title: string
  /** What the horizontal axis counts. Default: labels. */
  readonly counted?: string
  /** What the vertical axis is called. */
  readonly axis: string
  readonly width: number
  readonly height: number
  /** The names at the ends of the curves, unless marks lie beyond; without them a legend has to tell. */
  readonly named: boolean
}

interface Dot {
  readonly labels: number
  readonly mean: number
  readonly low: number
  readonly high: number
}

const dotsOf = ({ points }: Drawn, labels: ReadonlyArray<number>): ReadonlyArray<Dot> =>
  points.flatMap((point, round) => {
    if (point === undefined) return []
    const { mean, standardError = 0 } = point
    return [{ labels: labels[round]!, mean, low: mean - standardError, high: mean + standardError }]
  })

/** From the least to the largest, with a margin; a constant gets some room. */
export const domainOf = (values: ReadonlyArray<number>): readonly [low: number, high: number] => {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const margin = (high - low || Math.abs(high) || 1) * 0.04
  return [low - margin, high + margin]
}

const shapeOf = (dots: ReadonlyArray<Dot>): SeriesShape => {
  const line = dots.map(({ labels, mean }) => ({ x: labels, y: mean }))
  return { line, dots: line, band: dots.map(({ high, labels, low }) => ({ x: labels, low, high })) }
}

/** Hollow marks in the color of a strategy, below which its curve can be seen. */
const spotMarks = ({ look, marks = [] }: Drawn): Plot.Markish =>
  marks.length === 0 ? [] : Plot.dot(marks, {
    x: "at",
    y: "value",
    r: 6,
    symbol: look.symbol,
    stroke: look.color,
    strokeWidth: 1.5,
    strokeOpacity: 0.75,
    className: `s s${look.number}`
  })

const LINE = 12.5

/** The names at the right, each with a thin line to the end of its curve. */
const nameMarks = (
  curves: ReadonlyArray<{ readonly drawn: Drawn; readonly dots: ReadonlyArray<Dot> }>,
  pixels: (value: number) => number,
  height: number
): Plot.Markish => {
  const ends = curves.filter(({ dots }) => dots.length > 0)
  const places = spread(ends.map(({ dots }) => pixels(dots.at(-1)!.mean)), LINE, 10, height - 34)
  return ends.map(({ dots, drawn: { look, name } }, i) => {
    const { labels, mean } = dots.at(-1)!
    const down = places[i]! - pixels(mean)
    const className = `s s${look.number}`
    return [
      Plot.link([0], {
        x1: labels,
        x2: labels,
        y1: mean,
        y2: mean,
        stroke: look.color,
        strokeOpacity: 0.6,
        className,
        render: (_index, _scales, values, _dimensions, context) => {
          const path = context.document.createElementNS("http://www.w3.org/2000/svg", "path")
          const [x, y] = [values["x1"]![0] as number, values["y1"]![0] as number]
          path.setAttribute("d", `M${x + 5},${y}L${x + 14},${y + down}`)
          path.setAttribute("class", className)
          path.setAttribute("stroke", look.color)
          path.setAttribute("fill", "none")
          return path
        }
      }),
      Plot.text([0], { x: labels, y: mean, text: [name], dx: 18, dy: down, textAnchor: "start", className })
    ]
  })
}

const ticksOf = (labels: ReadonlyArray<number>, width: number): Plot.ScaleOptions =>
  labels.length * 44 <= width ? { ticks: labels as Array<number> } : {}

/** Draws the curves over the numbers of labels. */
export const drawCurves = (
  drawn: ReadonlyArray<Drawn>,
  labels: ReadonlyArray<number>,
  { axis, counted, height, named, title, width }: CurveOptions
): string => {
  const curves = drawn.map((one) => ({ drawn: one, dots: dotsOf(one, labels) }))
  const spots = drawn.flatMap(({ marks = [] }) => marks), beyond = spots.some(({ at }) => at > labels.at(-1)!)
  const domain = domainOf([
    ...curves.flatMap(({ dots }) => dots.flatMap(({ high, low }) => [high, low])),
    ...spots.map(({ value }) => value)
  ])
  const [marginTop, marginBottom] = [24, 38]
  const pixels = (value: number): number =>
    marginTop + (domain[1] - value) / (domain[1] - domain[0]) * (height - marginTop - marginBottom)
  const longest = Math.max(0, ...drawn.map(({ name }) => name.length)), atEnds = named && !beyond
  return draw({
    title,
    width,
    height,
    marginTop,
    marginBottom,
    marginLeft: 48,
    marginRight: atEnds ? Math.min(240, 30 + longest * 6.4) : 14,
    x: {
      label: counted ?? "labels",
      labelArrow: "none",
      labelAnchor: "center",
      ...(beyond ? {} : ticksOf(labels, width))
    },
    y: { label: axis, labelArrow: "none", domain: domain as [number, number] },
    marks: [
      gridY(),
      curves.map(({ dots, drawn: { look } }) => seriesMarks(look, shapeOf(dots), bandOpacity(curves.length))),
      drawn.map(spotMarks),
      atEnds ? nameMarks(curves, pixels, height) : []
    ]
  })
}

/** A strategy's line and marker, for a legend. */
export const swatch = ({ color, dash, symbol }: Look): string => {
  const stroke = dash === undefined ? "" : ` stroke-dasharray="${dash}"`
  const line = `<path d="M1,6H27" stroke="${color}" stroke-width="2"${stroke} fill="none" />`
  const marker = draw({
    title: "",
    width: 28,
    height: 12,
    margin: 0,
    axis: null,
    marks: [Plot.dot([0], { frameAnchor: "middle", r: 3, symbol, fill: color })]
  })
  const inner = marker.replace(/^<svg[^>]*>|<\/svg>$/g, "")
  return `<svg class="swatch" viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">${line}${inner}</svg>`
}
