/** The drawings of bench/scale.ts. */
import * as Plot from "@observablehq/plot"
import { draw, gridX, gridY, standalone } from "../../packages/report/src/plot/figure.ts"
import { ink } from "../../packages/report/src/plot/look.ts"
import { lineOf, type ScalePoint } from "./scale.ts"

const STYLES = [
  { stroke: "c0", dash: "none", symbol: "circle" },
  { stroke: "c0", dash: "5,4", symbol: "square" },
  { stroke: "c1", dash: "none", symbol: "triangle" },
  { stroke: "c1", dash: "5,4", symbol: "diamond" }
] as const

/** What grows with the items, both by powers; dashed within a limit. */
export const growthPlot = (
  points: ReadonlyArray<ScalePoint>,
  what: string,
  of: (point: ScalePoint) => number
): string => {
  const lines = [...new Set(points.map(lineOf))].map((name, i) => ({
    name,
    ...STYLES[i % STYLES.length]!,
    data: points.filter((point) => lineOf(point) === name).map((point) => ({ at: point.rows, y: of(point) }))
  }))
  return standalone(draw({
    title: `${what} against items of 128 numbers, 100 picks`,
    width: 620,
    height: 340,
    marginLeft: 56,
    marginRight: 180,
    marginBottom: 38,
    x: {
      type: "log",
      label: "items",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: [...new Set(points.map(({ rows }) => rows))],
      tickFormat: (n: number) => n >= 1e6 ? `${n / 1e6}M` : `${n / 1e3}k`
    },
    y: {
      type: "log",
      label: what,
      labelArrow: "none",
      tickFormat: (n: number) => String(Number(n.toPrecision(2)))
    },
    marks: [
      gridY(),
      gridX(),
      ...lines.flatMap(({ dash, data, name, stroke, symbol }) => [
        Plot.line(data, { x: "at", y: "y", stroke: ink(stroke), strokeWidth: 2, strokeDasharray: dash }),
        Plot.dot(data, { x: "at", y: "y", fill: ink(stroke), symbol, r: 4 }),
        Plot.text(data.slice(-1), {
          x: "at",
          y: "y",
          text: () => name,
          dx: 8,
          textAnchor: "start",
          fill: ink(stroke)
        })
      ])
    ]
  }))
}
