/** The drawings of bench/scale.ts. */
import { type Line, powersPlot } from "./plots.ts"
import { lineOf, type ScalePoint } from "./scale.ts"

const LOOKS = [
  { color: "c0", symbol: "circle" },
  { color: "c0", symbol: "square" },
  { color: "c1", symbol: "triangle" },
  { color: "c1", symbol: "diamond" }
] as const

/** What grows with the items; dashed within a limit. */
export const growthPlot = (
  points: ReadonlyArray<ScalePoint>,
  what: string,
  of: (point: ScalePoint) => number
): string => {
  const lines = [...new Set(points.map(lineOf))].map((name, i): Line => {
    const own = points.filter((point) => lineOf(point) === name)
    const data = own.map((point) => ({ at: point.rows, y: of(point) }))
    return { name, data, isDashed: own[0]!.limit !== undefined, ...LOOKS[i % LOOKS.length]! }
  })
  const axes = {
    title: `${what} against items of 128 numbers, 100 picks`,
    x: "items",
    y: what,
    ticks: [...new Set(points.map(({ rows }) => rows))],
    tick: (n: number) => n >= 1e6 ? `${n / 1e6}M` : `${n / 1e3}k`,
    right: 180
  }
  return powersPlot(axes, lines)
}
