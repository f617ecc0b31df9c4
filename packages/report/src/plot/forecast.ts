/**
 * What further labels are expected to bring: dots where it was measured, the fitted curve, and a band beyond the last dot.
 */
import * as Plot from "@observablehq/plot"
import { domainOf } from "./curves.ts"
import { draw, gridY } from "./figure.ts"
import { ink, type Look } from "./look.ts"

/** A place on a curve. */
export interface Place {
  readonly labels: number
  readonly accuracy: number
}

/** The forecast of a strategy, ready to be drawn. */
export interface DrawnForecast {
  readonly look: Look
  readonly measured: ReadonlyArray<Place>
  /** The fitted curve. */
  readonly curve: ReadonlyArray<Place>
  /** Beyond what was measured, with its interval. */
  readonly ahead: ReadonlyArray<Place & { readonly low: number; readonly high: number }>
}

/** How large a drawing is, and what it says of itself. */
export interface ForecastLook {
  readonly title: string
  readonly width: number
  readonly height: number
}

const place = { x: "labels", y: "accuracy" } as const

const strategyMarks = ({ ahead, curve, look, measured }: DrawnForecast, opacity: number): Plot.Markish => {
  const className = `s s${look.number}`, { dash } = look
  const dashed = dash === undefined ? {} : { strokeDasharray: dash }
  return [
    Plot.areaY(ahead, {
      x: "labels",
      y1: "low",
      y2: "high",
      fill: look.color,
      fillOpacity: opacity,
      className: `${className} band`
    }),
    Plot.lineY(curve, { ...place, stroke: look.color, strokeWidth: 1.5, className, ...dashed }),
    Plot.dot(measured, { ...place, fill: look.color, symbol: look.symbol, r: 2.2, className })
  ]
}

/** Draws the forecasts of some strategies; a rule stands where the measurements end. */
export const drawForecast = (
  drawn: ReadonlyArray<DrawnForecast>,
  { height, title, width }: ForecastLook
): string => {
  const values = drawn.flatMap(({ ahead, curve, measured }) => [
    ...[...measured, ...curve].map(({ accuracy }) => accuracy),
    ...ahead.flatMap(({ high, low }) => [low, high])
  ])
  const ends = [...new Set(drawn.flatMap(({ ahead }) => ahead.slice(0, 1).map(({ labels }) => labels)))]
  const opacity = drawn.length > 6 ? 0.08 : 0.14
  return draw({
    title,
    width,
    height,
    marginTop: 24,
    marginBottom: 38,
    marginLeft: 48,
    x: { label: "labels", labelArrow: "none", labelAnchor: "center" },
    y: { label: "accuracy", labelArrow: "none", domain: domainOf(values) as [number, number] },
    marks: [
      gridY(),
      Plot.ruleX(ends, { stroke: ink("faint"), strokeDasharray: "2,3" }),
      drawn.map((one) => strategyMarks(one, opacity))
    ]
  })
}
