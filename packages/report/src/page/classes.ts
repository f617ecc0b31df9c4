/**
 * The section on classes: recall at the end, and what was picked.
 */
import { Statistics } from "@marginalia/core"
import type { Analysis, View } from "../analysis.ts"
import { NONE, spread } from "../numbers.ts"
import { drawHeat } from "../plot/heat.ts"
import { drawSmall } from "../plot/small.ts"
import { curveOf, lastRecall, pickedShares } from "../series.ts"
import { legend, pickCurves } from "./curves.ts"
import { type Html, html } from "./html.ts"
import { type Drawing, figure, heading, type Table } from "./parts.ts"

/** Recall by class after the last round, drawn. */
export const recallOf = ({ group, series }: View): Drawing => {
  const rows = series.map((one) => ({
    name: one.strategy,
    values: lastRecall(one, group.classes).map((summary) => summary?.mean)
  }))
  const title = `${group.title}: recall by class after ${group.labels.at(-1)} ${Statistics.unitOf(group.along)}`
  const draw = (width: number) => drawHeat(rows, group.classNames, { title, width, most: 1, digits: 2 })
  return { wide: draw(860), narrow: draw(358) }
}

const recallTable = ({ group, series }: View): Table => ({
  caption: `${group.title}: recall by class after ${group.labels.at(-1)} ${
    Statistics.unitOf(group.along)
  }, mean ± standard error over seeds`,
  head: ["strategy", ...group.classNames],
  rows: series.map((one) => [one.strategy, ...lastRecall(one, group.classes).map((value) => spread(value, 3))])
})

/** More classes are not drawn one by one. */
const MOST_PANELS = 20

/** Recall over the number of labels, a small drawing a class; undefined where there are too many or a single round. */
export const recallCurvesOf = ({ looks }: Analysis, { group, series }: View): Drawing | undefined => {
  if (group.classes > MOST_PANELS || group.labels.length < 2) return undefined
  const drawn = series.map((one) => ({
    look: looks.get(one.strategy)!,
    panels: group.classNames.map((_, c) => curveOf(one, ({ recall }) => recall[c]))
  }))
  const title = `${group.title}: recall of each class over the number of ${Statistics.unitOf(group.along)}`
  const draw = (width: number, across: number) =>
    drawSmall(drawn, group.classNames, group.labels, {
      title,
      axis: "recall",
      counted: Statistics.unitOf(group.along),
      width,
      across
    })
  return { wide: draw(860, Math.min(5, group.classes)), narrow: draw(358, 2) }
}

/** The share of each class among the picks, drawn. */
export const sharesOf = ({ group, series }: View): Drawing => {
  const rows = series.map((one) => ({ name: one.strategy, values: pickedShares(one, group.classes) }))
  const title = `${group.title}: the share of each class among the picks`
  const most = Math.max(...rows.flatMap(({ values }) => values), 1e-9)
  const draw = (width: number) => drawHeat(rows, group.classNames, { title, width, most, digits: 2 })
  return { wide: draw(860), narrow: draw(358) }
}

const shareTable = ({ group, series }: View): Table => ({
  caption: `${group.title}: the share of each class among the picks of all seeds, in percent, and the imbalance`,
  head: ["strategy", ...group.classNames, "most / least"],
  rows: series.map((one) => {
    const shares = pickedShares(one, group.classes)
    const imbalance = Math.max(...shares) / Math.min(...shares)
    return [
      one.strategy,
      ...shares.map((share) => (100 * share).toFixed(1)),
      Number.isFinite(imbalance) ? imbalance.toFixed(1) : NONE
    ]
  })
})

const recallCurveTable = ({ group, series }: View): Table => ({
  caption: `${group.title}: recall of each class, mean ± standard error over seeds, by number of ${
    Statistics.unitOf(group.along)
  }`,
  head: ["strategy, class", ...group.labels.map(String)],
  rows: series.flatMap((one) =>
    group.classNames.map((name, c) => [
      `${one.strategy}, ${name}`,
      ...curveOf(one, ({ recall }) => recall[c]).map((point) => spread(point, 3))
    ])
  )
})

const recallCurves = (analysis: Analysis, view: View): Html | undefined => {
  const drawing = recallCurvesOf(analysis, view)
  if (drawing === undefined) return undefined
  const drawn = figure(drawing, "Recall of each class along the way, mean over seeds.", recallCurveTable(view))
  return html`<div data-highlight>${legend(analysis, view)}${drawn}</div>`
}

/** Recall by class, coverage and imbalance of a view. */
export const classes = (analysis: Analysis, view: View): Html =>
  html`${heading(`classes-${view.group.slug}-recall`, "Recall by class")}
${
    figure(
      recallOf(view),
      `Recall on the test items after ${view.group.labels.at(-1)} labels, mean over seeds; darker is higher.`,
      recallTable(view)
    )
  }${recallCurves(analysis, view)}${heading(`classes-${view.group.slug}-picked`, "What was picked")}
${
    figure(
      sharesOf(view),
      "The share of each class among the picks of all seeds; darker is more.",
      shareTable(view)
    )
  }${pickCurves(analysis, view)}`
