/**
 * Everything that a report says in numbers, before any of it is drawn.
 */
import { OutOfRange, Statistics, type Stopping } from "@marginalia/core"
import { controlOf, strategiesOf } from "./control.ts"
import { forecastsOf, type StrategyForecast } from "./forecasts.ts"
import { type Group, runOf } from "./groups.ts"
import { type Look, looksOf } from "./plot/look.ts"
import type { Loaded } from "./read.ts"
import { lastOf, learningMeasures, type Series, seriesOf } from "./series.ts"
import { type Stops, stopsOf } from "./stops.ts"

/** What the reader may choose. */
export interface Choices {
  /** Default: the experiment's, else random where it took part, else the first strategy. */
  readonly control: string | undefined
  /** Which curve is compared. */
  readonly curve: Statistics.CurveName
  /** Values of the curve. Default: the control's last mean, rounded down to a hundredth. */
  readonly reach: ReadonlyArray<number>
  /** Criteria that are replayed over the runs. Default: those that need no number, as `stopsOf` has them. */
  readonly stop?: ReadonlyArray<Stopping.Criterion<Stopping.Facts>> | undefined
}

/** A group, its strategies, and their comparison; or why they cannot be compared. */
export interface View {
  readonly group: Group
  /** The strategies. */
  readonly series: ReadonlyArray<Series>
  /** Their comparison, where there is one. */
  readonly table: Statistics.DatasetTable | undefined
  /** The comparison as tables of words. */
  readonly sections: ReadonlyArray<Statistics.Section>
  /** Why there is no comparison. */
  readonly problem: string | undefined
  /** Where runs stopped, and where criteria would have stopped them. */
  readonly stops: ReadonlyArray<Stops>
  /** What further labels are expected to bring. */
  readonly forecasts: ReadonlyArray<StrategyForecast>
}

/** Everything that a report says in numbers, before any of it is drawn. */
export interface Analysis {
  /** The journals. */
  readonly loaded: Loaded
  /** The strategy that the others are compared with. */
  readonly control: string
  /** Which curve is compared. */
  readonly curve: Statistics.CurveName
  /** The strategies' names. */
  readonly strategies: ReadonlyArray<string>
  /** The color and the mark of each strategy. */
  readonly looks: ReadonlyMap<string, Look>
  /** The groups, each compared by itself. */
  readonly views: ReadonlyArray<View>
  /** Average ranks over the groups, where there are two or more. */
  readonly ranks: Statistics.CriticalDifference | undefined
  /** The ranks as tables of words. */
  readonly rankSections: ReadonlyArray<Statistics.Section>
}

/** The comparison, or in a sentence why there is none. */
const attempt = (make: () => Statistics.Comparison): Statistics.Comparison | string => {
  try {
    return make()
  } catch (error) {
    if (error instanceof OutOfRange) return error.message
    throw error
  }
}

const targetsOf = (
  series: ReadonlyArray<Series>,
  control: string,
  { curve, reach }: Choices
): ReadonlyArray<number> => {
  if (reach.length > 0) return reach
  const of = series.find(({ strategy }) => strategy === control)
  const last = of === undefined ? undefined : lastOf(of, learningMeasures.find(({ key }) => key === curve)!)
  return last === undefined ? [] : [Math.floor(last.mean * 100) / 100]
}

/** What is compared of the curves of a group: the area below them, or their single value. */
export const measureOf = (group: Group): "aubc" | "final" => group.labels.length > 1 ? "aubc" : "final"

const viewOf = (group: Group, control: string, choices: Choices): View => {
  const series = seriesOf(group)
  const runs = group.runs.map((run) => runOf(group.title, run))
  const targets = targetsOf(series, control, choices)
  const found = attempt(() =>
    Statistics.compare(runs, { control, curve: choices.curve, measure: measureOf(group), targets })
  )
  const known = { group, series, stops: stopsOf(group, choices.stop), forecasts: forecastsOf(group) }
  if (typeof found === "string") return { ...known, table: undefined, sections: [], problem: found }
  return { ...known, table: found.datasets[0], sections: Statistics.sections(found), problem: undefined }
}

/** Average ranks over the groups that can be compared; undefined where there are fewer than two. */
const rank = (views: ReadonlyArray<View>, control: string, curve: Statistics.CurveName) => {
  const sound = views.filter(({ problem }) => problem === undefined)
  const single = sound.some(({ group }) => group.labels.length < 2)
  const runs = sound.flatMap(({ group }) => group.runs.map((run) => runOf(group.title, run)))
  if (sound.length < 2) return { ranks: undefined, rankSections: [] }
  const found = attempt(() => Statistics.compare(runs, { control, curve, measure: single ? "final" : "aubc" }))
  if (typeof found === "string" || found.ranks === undefined) return { ranks: undefined, rankSections: [] }
  return { ranks: found.ranks, rankSections: Statistics.sections(found).slice(found.datasets.length) }
}

/** The side that each strategy's name is of, where there are several. */
const sidesIn = ({ runs }: Loaded) =>
  new Map(runs.flatMap(({ side, strategy }) => side === undefined ? [] : [[strategy, side] as const]))

/**
 * Compares the strategies of each group with the control, and ranks them over groups where there are several.
 *
 * `loaded` are the journals, `choices` what is compared and by what.
 */
export const analyze = (loaded: Loaded, groups: ReadonlyArray<Group>, choices: Choices): Analysis => {
  const strategies = strategiesOf(loaded)
  const control = controlOf(loaded, choices.control)
  const views = groups.map((group) => viewOf(group, control, choices))
  return {
    loaded,
    control,
    curve: choices.curve,
    strategies,
    looks: looksOf(strategies, control, sidesIn(loaded)),
    views,
    ...rank(views, control, choices.curve)
  }
}
