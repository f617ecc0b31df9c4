/**
 * How a series looks wherever it is drawn: a band, a line, and a dot where something was measured. Tested with `curves.ts`.
 */
import * as Plot from "@observablehq/plot"
import type { Look } from "./look.ts"

/** A place on a curve. */
export interface At {
  readonly x: number
  readonly y: number
}

/** How far the band reaches at a place. */
export interface Reach {
  readonly x: number
  readonly low: number
  readonly high: number
}

/** What is drawn of a series. */
export interface SeriesShape {
  readonly band: ReadonlyArray<Reach>
  readonly line: ReadonlyArray<At>
  readonly dots: ReadonlyArray<At>
}

/** Of so many series in one drawing the bands are fainter. */
const MANY = 6

/** How much of a band is seen, in a drawing of so many series. */
export const bandOpacity = (count: number): number => count > MANY ? 0.09 : 0.14

/** The marks of a series, `opacity` that of its band; each has the class of the series, so that the page can bring it forward. */
export const seriesMarks = (
  { color, dash, number, symbol }: Look,
  shape: SeriesShape,
  opacity: number
): Plot.Markish => {
  const className = `s s${number}`, place = { x: "x", y: "y" } as const
  return [
    Plot.areaY(shape.band, {
      x: "x",
      y1: "low",
      y2: "high",
      fill: color,
      fillOpacity: opacity,
      className: `${className} band`
    }),
    Plot.lineY(shape.line, {
      ...place,
      stroke: color,
      strokeWidth: 1.75,
      className,
      ...(dash === undefined ? {} : { strokeDasharray: dash })
    }),
    Plot.dot(shape.dots, { ...place, fill: color, symbol, r: 2.6, className })
  ]
}
