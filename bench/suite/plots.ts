/** The page's drawings. */
import * as Plot from "@observablehq/plot"
import { draw, gridX, gridY, standalone } from "../../packages/report/src/plot/figure.ts"
import { ink } from "../../packages/report/src/plot/look.ts"
import type { Curve } from "./curves.ts"
import type { Near } from "./roofline.ts"

const WIDTH = 560, HEIGHT = 300

/** Seconds against what grows, both by powers; ours solid with dots, the peer's dashed with squares. */
export const curvePlot = ({ axis, peer, points, title }: Curve): string => {
  const theirs = points.flatMap(({ at, theirs: y }) => y === undefined ? [] : [{ at, y }])
  const ours = points.map(({ at, ours: y }) => ({ at, y }))
  const sides = [
    { name: "ours", data: ours, stroke: ink("c0"), symbol: "circle" as const, dash: "none", dy: 14 },
    { name: peer, data: theirs, stroke: ink("c1"), symbol: "square" as const, dash: "5,4", dy: -10 }
  ].filter(({ data }) => data.length > 0)
  return standalone(draw({
    title: `${title}: seconds against ${axis}`,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 52,
    marginRight: 130,
    marginBottom: 38,
    x: {
      type: "log",
      label: axis,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: points.map(({ at }) => at),
      tickFormat: (n: number) => n.toLocaleString("en")
    },
    y: {
      type: "log",
      label: "seconds",
      labelArrow: "none",
      tickFormat: (n: number) => String(Number(n.toPrecision(2)))
    },
    marks: [
      gridY(),
      gridX(),
      ...sides.flatMap(({ dash, data, name, stroke, symbol }) => [
        Plot.line(data, { x: "at", y: "y", stroke, strokeWidth: 2, strokeDasharray: dash }),
        Plot.dot(data, { x: "at", y: "y", fill: stroke, symbol, r: 4 }),
        Plot.text(data.slice(-1), { x: "at", y: "y", text: () => name, dx: 8, textAnchor: "start", fill: stroke })
      ])
    ]
  }))
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
