/**
 * The section of learning curves.
 */
import { Statistics } from "@marginalia/core"
import type { Analysis, View } from "../analysis.ts"
import { spread } from "../numbers.ts"
import { drawCurves, swatch } from "../plot/curves.ts"
import { isKnown, learningMeasures, type Measure, measureCurve, pickMeasures } from "../series.ts"
import { type Html, html, raw } from "./html.ts"
import { type Drawing, figure, type Table, tabs } from "./parts.ts"

/** A measure of a view, drawn. */
export const drawMeasure = ({ looks }: Analysis, { group, series }: View, measure: Measure): Drawing => {
  const drawn = series.map((one) => ({
    name: one.strategy,
    look: looks.get(one.strategy)!,
    points: measureCurve(one, measure)
  }))
  const title = `${group.title}: ${measure.title} of ${series.length} strategies over the number of ${
    Statistics.unitOf(group.along)
  }`
  const draw = (width: number, height: number, named: boolean) =>
    drawCurves(drawn, group.labels, {
      title,
      axis: measure.title,
      counted: Statistics.unitOf(group.along),
      width,
      height,
      named
    })
  return { wide: draw(860, 440, true), narrow: draw(358, 300, false) }
}

/** A measure of a view in numbers. */
export const measureTable = ({ group, series }: View, measure: Measure): Table => ({
  caption: `${group.title}: ${measure.title}, mean ± standard error over seeds, by number of ${
    Statistics.unitOf(group.along)
  }`,
  head: ["strategy", ...group.labels.map(String)],
  rows: series.map((one) => [
    one.strategy,
    ...measureCurve(one, measure).map((point) => spread(point, measure.digits))
  ])
})

/** Buttons that bring strategies forward, in the order that strategies have everywhere. */
export const legend = ({ looks }: Analysis, { series }: View): Html =>
  html`<div class="legend" role="group" aria-label="Bring strategies forward">${
    series.map(({ strategy }) => {
      const look = looks.get(strategy)!
      return html`<button type="button" data-series="s${look.number}" aria-pressed="false">${
        raw(swatch(look))
      }${strategy}</button>`
    })
  }</div>`

const caption = (measure: Measure, { group, series }: View): string => {
  const seeds = [...new Set(series.map(({ runs }) => runs.length))].sort((a, b) => a - b).join(" to ")
  const direction = measure.falling === true ? " Less is better." : ""
  const on = measure.key === "restError" ? "the unlabeled items of the pool" : "the test items"
  const what = measure.key === "covered" || measure.key === "evenness" ? "all picks so far" : on
  return `${measure.title[0]!.toUpperCase()}${measure.title.slice(1)} on ${group.title}, over ${what}: ` +
    `mean of ${seeds} seeds, band of one standard error.${direction}`
}

const switched = (analysis: Analysis, view: View, measures: ReadonlyArray<Measure>, name: string): Html => {
  const known = measures.filter((measure) => isKnown(view.group, measure))
  const panels = known.map((measure) => ({
    title: measure.title,
    content: figure(drawMeasure(analysis, view, measure), caption(measure, view), measureTable(view, measure))
  }))
  return html`<div data-highlight>${known[0] !== undefined && legend(analysis, view)}
${tabs(`${name}-${view.group.slug}`, "What is drawn", panels)}</div>`
}

/** The learning curves of a view, switchable by measure. */
export const learningCurves = (analysis: Analysis, view: View): Html =>
  switched(analysis, view, learningMeasures, "curves")

/** Which classes were picked from, as curves. */
export const pickCurves = (analysis: Analysis, view: View): Html => switched(analysis, view, pickMeasures, "picks")
