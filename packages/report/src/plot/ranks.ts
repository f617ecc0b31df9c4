/**
 * A critical-difference view: average ranks, and bars over strategies that cannot be told apart.
 */
import type { Statistics } from "@marginalia/core"
import * as Plot from "@observablehq/plot"
import { draw, gridX } from "./figure.ts"
import { ink, type Look } from "./look.ts"

/** Draws the ranks of strategies (by number, as `ranks` has them), the best on top. */
export const drawRanks = (
  { difference, groups, ranks }: Statistics.CriticalDifference,
  strategies: ReadonlyArray<string>,
  looks: ReadonlyMap<string, Look>,
  { title, width }: { readonly title: string; readonly width: number }
): string => {
  const order = strategies.map((_, s) => s).sort((a, b) => ranks[a]! - ranks[b]! || a - b)
  const names = order.map((s) => strategies[s]!)
  const longest = Math.max(0, ...names.map((name) => name.length))
  const most = Math.max(...ranks, 1 + difference)
  const bars = groups.map((group, g) => ({
    from: strategies[group[0]!]!,
    to: strategies[group.at(-1)!]!,
    x: most + 0.35 + 0.22 * g
  }))
  return draw({
    title,
    width,
    height: names.length * 24 + 92,
    marginLeft: Math.min(width / 2.2, 24 + longest * 6.4),
    marginTop: 42,
    marginBottom: 40,
    x: {
      label: "average rank",
      labelAnchor: "center",
      labelArrow: "none",
      domain: [1, most + 0.45 + 0.22 * groups.length],
      ticks: Array.from({ length: Math.ceil(most) }, (_, i) => i + 1)
    },
    y: { label: null, domain: names, tickSize: 0 },
    marks: [
      gridX(),
      Plot.ruleY([0], { y: [names[0]!], dy: -20, x1: 1, x2: 1 + difference, stroke: ink("muted"), strokeWidth: 2 }),
      Plot.text([0], {
        y: [names[0]!],
        dy: -31,
        x: 1,
        textAnchor: "start",
        text: [`critical difference ${difference.toFixed(2)}`]
      }),
      order.map((s) => {
        const { color, symbol } = looks.get(strategies[s]!)!
        return Plot.dot([0], { x: [ranks[s]!], y: [strategies[s]!], fill: color, symbol, r: 4 })
      }),
      bars.map(({ from, to, x }) =>
        Plot.link([0], { x1: [x], x2: [x], y1: [from], y2: [to], stroke: ink("ink"), strokeWidth: 3 })
      )
    ]
  })
}
