/**
 * How far each strategy is from the control, with both intervals.
 */
import type { Statistics } from "@marginalia/core"
import * as Plot from "@observablehq/plot"
import { draw, gridX } from "./figure.ts"
import { ink, type Look } from "./look.ts"

/** A strategy that is paired with the control. */
export interface Difference {
  readonly name: string
  readonly look: Look
  readonly paired: Statistics.Paired
}

export interface DifferenceOptions {
  readonly title: string
  readonly axis: string
  readonly width: number
}

const interval = (
  rows: ReadonlyArray<Difference>,
  of: (paired: Statistics.Paired) => Statistics.Interval | undefined,
  style: Plot.RuleYOptions
): Plot.Markish =>
  rows.flatMap(({ look, name, paired }) => {
    const found = of(paired)
    return found === undefined
      ? []
      : [Plot.ruleY([0], { y: [name], x1: [found.low], x2: [found.high], stroke: look.color, ...style })]
  })

/** In the order given; a thin line is the t interval, a thick one the bootstrap's. */
export const drawDifferences = (
  rows: ReadonlyArray<Difference>,
  { axis, title, width }: DifferenceOptions
): string => {
  const longest = Math.max(0, ...rows.map(({ name }) => name.length))
  return draw({
    title,
    width,
    height: rows.length * 24 + 62,
    marginLeft: Math.min(width / 2.2, 24 + longest * 6.4),
    marginRight: 18,
    marginTop: 14,
    marginBottom: 40,
    x: { label: axis, labelArrow: "none", labelAnchor: "center", nice: true },
    y: { label: null, domain: rows.map(({ name }) => name), tickSize: 0 },
    marks: [
      gridX(),
      Plot.ruleX([0], { stroke: ink("muted"), strokeDasharray: "4,2" }),
      interval(rows, ({ t }) => t, { strokeWidth: 1.25 }),
      interval(rows, ({ bootstrap }) => bootstrap, { strokeWidth: 5, strokeOpacity: 0.35 }),
      rows.map(({ look, name, paired }) =>
        Plot.dot([0], { x: [paired.difference.mean], y: [name], fill: look.color, symbol: look.symbol, r: 4 })
      )
    ]
  })
}
