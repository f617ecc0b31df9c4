/**
 * Everything that a report says in numbers, before any of it is drawn.
 */
import { OutOfRange, Statistics } from "@marginalia/core"
import { type Group, runOf } from "./groups.ts"
import { type Look, looksOf } from "./plot/look.ts"
import type { Loaded } from "./read.ts"
import { lastOf, learningMeasures, type Series, seriesOf } from "./series.ts"

/** What the reader may choose. */
export interface Choices {
  /** Default: the experiment's, else random where it took part, else the first strategy. */
  readonly control: string | undefined
  readonly curve: Statistics.CurveName
  /** Values of the curve. Default: the control's last mean, rounded down to a hundredth. */
  readonly reach: ReadonlyArray<number>
}

/** A group, its strategies, and their comparison; or why they cannot be compared. */
export interface View {
  readonly group: Group
  readonly series: ReadonlyArray<Series>
  readonly table: Statistics.DatasetTable | undefined
  readonly sections: ReadonlyArray<Statistics.Section>
  readonly problem: string | undefined
}

/** See the module. */
export interface Analysis {
  readonly loaded: Loaded
  readonly control: string
  readonly curve: Statistics.CurveName
  readonly strategies: ReadonlyArray<string>
  readonly looks: ReadonlyMap<string, Look>
  readonly views: ReadonlyArray<View>
  readonly ranks: Statistics.CriticalDifference | undefined
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

const measureOf = (group: Group): "aubc" | "final" => group.labels.length > 1 ? "aubc" : "final"

const viewOf = (group: Group, control: string, choices: Choices): View => {
  const series = seriesOf(group)
  const runs = group.runs.map((run) => runOf(group.title, run))
  const targets = targetsOf(series, control, choices)
  const found = attempt(() =>
    Statistics.compare(runs, { control, curve: choices.curve, measure: measureOf(group), targets })
  )
  if (typeof found === "string") return { group, series, table: undefined, sections: [], problem: found }
  return { group, series, table: found.datasets[0], sections: Statistics.sections(found), problem: undefined }
}

const chooseControl = (strategies: ReadonlyArray<string>, loaded: Loaded, asked: string | undefined): string => {
  const wanted = [asked, loaded.experiment?.control, "random"]
  return wanted.find((name) => name !== undefined && strategies.includes(name)) ?? strategies[0]!
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

/** Compares the strategies of each group with the control, and ranks them over groups where there are several. */
export const analyze = (loaded: Loaded, groups: ReadonlyArray<Group>, choices: Choices): Analysis => {
  const strategies = [...new Set(loaded.runs.map(({ strategy }) => strategy))]
  const control = chooseControl(strategies, loaded, choices.control)
  const views = groups.map((group) => viewOf(group, control, choices))
  return {
    loaded,
    control,
    curve: choices.curve,
    strategies,
    looks: looksOf(strategies, control),
    views,
    ...rank(views, control, choices.curve)
  }
}
