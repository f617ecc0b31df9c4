/**
 * What further labels are expected to bring: dots where it was measured, the fitted curve, and a band beyond the last dot.
 */
import * as Plot from "@observablehq/plot"
import { domainOf } from "./curves.ts"
import { draw, gridY } from "./figure.ts"
import { ink, type Look } from "./look.ts"
import { bandOpacity, seriesMarks, type SeriesShape } from "./series-marks.ts"

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

const at = ({ accuracy, labels }: Place) => ({ x: labels, y: accuracy })

const shapeOf = ({ ahead, curve, measured }: DrawnForecast): SeriesShape => ({
  band: ahead.map(({ high, labels, low }) => ({ x: labels, low, high })),
  line: curve.map(at),
  dots: measured.map(at)
})

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
      drawn.map((one) => seriesMarks(one.look, shapeOf(one), bandOpacity(drawn.length)))
    ]
  })
}
