/**
 * The section that has several experiments side by side.
 */
import type { Statistics } from "@marginalia/core"
import { type Analysis, measureOf, type View } from "../analysis.ts"
import { NONE, spread } from "../numbers.ts"
import { drawDifferences } from "../plot/differences.ts"
import { type SidePair, sidePairs } from "../sides.ts"
import { type Html, html } from "./html.ts"
import { type Drawing, figure, type Table, table } from "./parts.ts"

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`

const between = (interval: Statistics.Interval | undefined): string =>
  interval === undefined ? NONE : `[${signed(interval.low)}, ${signed(interval.high)}]`

const pairsOf = ({ curve }: Analysis, view: View): ReadonlyArray<SidePair> =>
  sidePairs(view, { curve, measure: measureOf(view.group) })

const whatOf = ({ curve }: Analysis, { group }: View): string =>
  `${measureOf(group) === "aubc" ? "AUBC" : "last value"} of ${curve}`

const nameOf = (pairs: ReadonlyArray<SidePair>, { sides: [, other], strategy }: SidePair): string =>
  new Set(pairs.map(({ sides }) => sides[1])).size > 1 ? `${strategy}, ${other}` : strategy

/** What each strategy changed by, drawn; undefined where nothing was compared. */
export const sidesDrawn = (analysis: Analysis, view: View): Drawing | undefined => {
  const pairs = pairsOf(analysis, view), [one] = pairs
  const rows = pairs.flatMap((pair) => {
    const { rows: [, { paired, strategy }] } = pair, look = analysis.looks.get(strategy)
    return paired === undefined || look === undefined ? [] : [{ name: nameOf(pairs, pair), look, paired }]
  })
  if (one === undefined || rows.length === 0) return undefined
  const axis = `difference from ${one.sides[0]}, ${whatOf(analysis, view)}`
  const draw = (width: number) =>
    drawDifferences(rows, { title: `${view.group.title}: ${axis}, with 95% intervals`, axis, width })
  return { wide: draw(700), narrow: draw(358) }
}

/** Each strategy on both sides in numbers; undefined where nothing was compared. */
export const sidesTable = (analysis: Analysis, view: View): Table | undefined => {
  const pairs = pairsOf(analysis, view), [one] = pairs
  if (one === undefined) return undefined
  const several = new Set(pairs.map(({ sides }) => sides[1])).size > 1
  return {
    caption: `${view.group.title}: ${whatOf(analysis, view)}, side by side`,
    head: [
      "strategy",
      one.sides[0],
      several ? "other" : one.sides[1],
      "difference",
      "t 95%",
      "bootstrap 95%",
      "wins",
      "p",
      "seeds"
    ],
    rows: pairs.map((pair) => {
      const { rows: [a, b] } = pair, { paired } = b
      return [
        nameOf(pairs, pair),
        spread(a.measure, 4),
        spread(b.measure, 4),
        paired === undefined ? NONE : signed(paired.difference.mean),
        between(paired?.t),
        between(paired?.bootstrap),
        paired === undefined ? NONE : `${Math.round(100 * paired.winRate)}%`,
        paired?.test === undefined ? NONE : paired.test.p.toFixed(3),
        String(paired?.difference.count ?? 0)
      ]
    }),
    notes: [
      `difference: minus ${one.sides[0]}, paired by the seeds that both have; wins: ties count half`,
      "p: exact Wilcoxon signed-rank, two-sided, without a correction for the number of strategies; none below six seeds"
    ]
  }
}

/** Why a strategy stands on one side alone. */
const alone = ({ series }: View, pairs: ReadonlyArray<SidePair>): ReadonlyArray<string> => {
  const paired = new Set(pairs.map(({ strategy }) => strategy))
  return series.flatMap(({ runs: [run], strategy }) =>
    run?.side === undefined || paired.has(run.side.strategy) ? [] : [strategy]
  )
}

/** The section of a view; undefined where there are no sides. */
export const sideBySide = (analysis: Analysis, view: View): Html | undefined => {
  if (analysis.loaded.sides === undefined) return undefined
  const numbers = sidesTable(analysis, view), drawing = sidesDrawn(analysis, view)
  const lone = alone(view, pairsOf(analysis, view))
  const names = lone.length === 0 ? "" : `Without another side under the same protocol: ${lone.join(", ")}.`
  return html`${
    drawing !== undefined &&
    figure(
      drawing,
      "What each strategy changed by, paired by seed. Thin: 95% t interval; thick: 95% bootstrap interval."
    )
  }${numbers === undefined ? html`<p>No strategy is on both sides under the same protocol.</p>` : table(numbers)}${
    names !== "" && html`<p>${names}</p>`
  }`
}
