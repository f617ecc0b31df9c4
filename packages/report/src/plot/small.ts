/**
 * Small multiples: the same strategies in a small drawing for each class, to be compared by eye.
 */
import type { Statistics } from "@marginalia/core"
import * as Plot from "@observablehq/plot"
import { draw, gridY } from "./figure.ts"
import { ink, type Look } from "./look.ts"

/** A strategy's curve for each panel. */
export interface SmallSeries {
  readonly look: Look
  readonly panels: ReadonlyArray<ReadonlyArray<Statistics.Summary | undefined>>
}

export interface SmallOptions {
  readonly title: string
  readonly axis: string
  /** What the horizontal axis counts. Default: labels. */
  readonly counted?: string
  readonly width: number
  /** Panels side by side. */
  readonly across: number
}

/** Draws a panel for each name, row by row, over the numbers of labels. */
export const drawSmall = (
  series: ReadonlyArray<SmallSeries>,
  names: ReadonlyArray<string>,
  labels: ReadonlyArray<number>,
  { across, axis, counted, title, width }: SmallOptions
): string => {
  const place = (p: number) => ({ fx: p % across, fy: Math.floor(p / across) })
  const rows = Math.ceil(names.length / across)
  const dots = ({ panels }: SmallSeries) =>
    panels.flatMap((points, p) =>
      points.flatMap((point, round) =>
        point === undefined ? [] : [{ ...place(p), panel: p, labels: labels[round]!, mean: point.mean }]
      )
    )
  return draw({
    title,
    width,
    height: rows * 120 + 50,
    marginTop: 30,
    marginBottom: 36,
    marginLeft: 40,
    fx: { axis: null, padding: 0.16 },
    fy: { axis: null, padding: 0.24 },
    x: { label: counted ?? "labels", labelArrow: "none", labelAnchor: "center", ticks: [labels[0]!, labels.at(-1)!] },
    y: { label: axis, labelArrow: "none", ticks: 3 },
    marks: [
      gridY(),
      series.map((one) =>
        Plot.lineY(dots(one), {
          x: "labels",
          y: "mean",
          fx: "fx",
          fy: "fy",
          z: "panel",
          stroke: one.look.color,
          strokeWidth: 1.4,
          className: `s s${one.look.number}`,
          ...(one.look.dash === undefined ? {} : { strokeDasharray: one.look.dash })
        })
      ),
      Plot.text(names.map((name, p) => ({ ...place(p), name })), {
        fx: "fx",
        fy: "fy",
        text: "name",
        frameAnchor: "top-left",
        dy: -13,
        fill: ink("ink"),
        fontWeight: 600
      })
    ]
  })
}
