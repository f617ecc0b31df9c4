/** The page's drawings. */
import * as Plot from "@observablehq/plot"
import { draw, gridX, gridY, standalone } from "../../packages/report/src/plot/figure.ts"
import { ink } from "../../packages/report/src/plot/look.ts"
import type { Curve } from "./curves.ts"
import type { Near } from "./roofline.ts"

const WIDTH = 560, HEIGHT = 300

/** A line of a drawing, and how it looks. */
export interface Line {
  readonly name: string
  readonly data: ReadonlyArray<{ readonly at: number; readonly y: number }>
  readonly color: "c0" | "c1"
  readonly symbol: "circle" | "square" | "triangle" | "diamond"
  readonly isDashed: boolean
}

/** What a drawing of lines says beside them. */
export interface Axes {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly ticks: ReadonlyArray<number>
  readonly tick: (n: number) => string
  /** Room for the lines' names. */
  readonly right: number
}

/** Lines, both axes by powers; names of lines that end near each other stand apart. */
export const powersPlot = ({ right, tick, ticks, title, x, y }: Axes, lines: ReadonlyArray<Line>): string =>
  standalone(draw({
    title,
    width: WIDTH - 130 + right,
    height: HEIGHT,
    marginLeft: 52,
    marginRight: right,
    marginBottom: 38,
    x: { type: "log", label: x, labelAnchor: "center", labelArrow: "none", ticks, tickFormat: tick },
    y: { type: "log", label: y, labelArrow: "none", tickFormat: (n: number) => String(Number(n.toPrecision(2))) },
    marks: [
      gridY(),
      gridX(),
      ...lines.flatMap(({ color, data, isDashed, name, symbol }) => [
        Plot.line(data, {
          x: "at",
          y: "y",
          stroke: ink(color),
          strokeWidth: 2,
          strokeDasharray: isDashed ? "5,4" : "none"
        }),
        Plot.dot(data, { x: "at", y: "y", fill: ink(color), symbol, r: 4 }),
        Plot.text(data.slice(-1), {
          x: "at",
          y: "y",
          text: () => name,
          dx: 8,
          dy: isDashed ? -7 : 7,
          textAnchor: "start",
          fill: ink(color)
        })
      ])
    ]
  }))

/** Seconds against what grows; ours solid with dots, the peer's dashed with squares. */
export const curvePlot = ({ axis, peer, points, title }: Curve): string => {
  const ours = points.map(({ at, ours: y }) => ({ at, y }))
  const theirs = points.flatMap(({ at, theirs: y }) => y === undefined ? [] : [{ at, y }])
  const axes: Axes = {
    title: `${title}: seconds against ${axis}`,
    x: axis,
    y: "seconds",
    ticks: points.map(({ at }) => at),
    tick: (n) => n.toLocaleString("en"),
    right: 130
  }
  const sides: ReadonlyArray<Line> = [
    { name: "ours", data: ours, color: "c0", symbol: "circle", isDashed: false },
    { name: peer, data: theirs, color: "c1", symbol: "square", isDashed: true }
  ]
  return powersPlot(axes, sides.filter(({ data }) => data.length > 0))
}

/** Each row's speed as a share of what limits it. */
export const rooflinePlot = (near: ReadonlyArray<Near>): string =>
  standalone(draw({
    title: "Speed of each row as a share of what WebAssembly can do here; above 100 % where work is left out",
    width: WIDTH + 80,
    height: 40 + 28 * near.length,
    marginLeft: 110,
    marginRight: 150,
    marginBottom: 36,
    x: {
      label: "% of the ceiling",
      labelAnchor: "center",
      labelArrow: "none",
      domain: [0, Math.max(100, ...near.map(({ share }) => 100 * share))]
    },
    y: { label: null, domain: near.map(({ name }) => name) },
    marks: [
      gridX(),
      Plot.barX(near, { x: ({ share }: Near) => 100 * share, y: "name", fill: ink("c0"), insetTop: 4, insetBottom: 4 }),
      Plot.ruleX([100], { stroke: ink("ink"), strokeDasharray: "4,3" }),
      Plot.text(near, {
        x: ({ share }: Near) => 100 * share,
        y: "name",
        text: ({ share, speed }: Near) => `${(100 * share).toFixed(0)} %, ${speed}`,
        dx: 6,
        textAnchor: "start"
      })
    ]
  }))
