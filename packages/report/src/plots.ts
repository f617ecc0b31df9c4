/**
 * The page's drawings as files of their own.
 */
import type { Analysis, View } from "./analysis.ts"
import { confusionOf } from "./errors.ts"
import { slugsOf } from "./groups.ts"
import { recallCurvesOf, recallOf, sharesOf } from "./page/classes.ts"
import { differencesOf, ranksOf } from "./page/compare.ts"
import { drawMeasure } from "./page/curves.ts"
import { confusionDrawn } from "./page/errors.ts"
import { forecastsDrawn } from "./page/forecasts.ts"
import type { Drawing } from "./page/parts.ts"
import { sidesDrawn } from "./page/sides.ts"
import { drawStops } from "./page/stops.ts"
import { standalone } from "./plot/figure.ts"
import { isKnown, learningMeasures, pickMeasures } from "./series.ts"

/** Drawings by the names of their files, without an ending. */
export type Plots = ReadonlyMap<string, string>

const named = (name: string, drawing: Drawing | undefined): ReadonlyArray<readonly [string, string]> =>
  drawing === undefined ? [] : [[name, standalone(drawing.wide)]]

const ofView = (analysis: Analysis, view: View): ReadonlyArray<readonly [string, string]> => {
  const { slug } = view.group
  const known = [...learningMeasures, ...pickMeasures].filter((measure) => isKnown(view.group, measure))
  const slugs = slugsOf(view.series.map(({ strategy }) => strategy))
  const criteria = slugsOf(view.stops.map(({ criterion }) => criterion))
  return [
    ...known.flatMap((measure) => named(`${slug}-${measure.key}`, drawMeasure(analysis, view, measure))),
    ...view.stops.filter(({ marks }) => marks.length > 0 && view.group.labels.length > 1).flatMap((stops) =>
      named(
        `${slug}-${stops.did ? "stopped" : "stop"}-${criteria.get(stops.criterion)!}`,
        drawStops(analysis, view, stops)
      )
    ),
    ...named(`${slug}-forecast`, forecastsDrawn(analysis, view)),
    ...named(`${slug}-differences`, differencesOf(analysis, view)),
    ...(analysis.loaded.sides === undefined ? [] : named(`${slug}-sides`, sidesDrawn(analysis, view))),
    ...named(`${slug}-recall`, recallOf(view)),
    ...named(`${slug}-recall-curves`, recallCurvesOf(analysis, view)),
    ...named(`${slug}-shares`, sharesOf(view)),
    ...view.series.flatMap((series) => {
      const confusion = confusionOf(view.group, series)
      return confusion === undefined
        ? []
        : named(`${slug}-confusion-${slugs.get(series.strategy)!}`, confusionDrawn(view, confusion))
    })
  ]
}

/** All drawings of an analysis. */
export const plotsOf = (analysis: Analysis): Plots => {
  const plots = new Map<string, string>()
  const all = [...analysis.views.flatMap((view) => ofView(analysis, view)), ...named("ranks", ranksOf(analysis))]
  for (const [name, drawing] of all) {
    // A group may be called what a drawing of another one is.
    let free = name
    for (let n = 2; plots.has(free); n++) free = `${name}-${n}`
    plots.set(free, drawing)
  }
  return plots
}
