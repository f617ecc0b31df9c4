/**
 * What may be compared: the units on one data set under one protocol, up to the last round that all of them have.
 */
import { Experiment, OutOfRange, Statistics } from "@marginalia/core"
import { type Point, pointsOf } from "./points.ts"
import type { PoolItems } from "./pool-items.ts"
import type { Loaded, UnitRun } from "./read.ts"

/** A unit with its rows of numbers, `points`. */
export interface Measured extends UnitRun {
  readonly points: ReadonlyArray<Point>
}

/** A unit as statistics take it, on a data set that is called `dataset`. */
export const runOf = (
  dataset: string,
  { config, own = 0, points, rounds, seed, stopped, strategy }: Measured
): Statistics.Run => ({
  ...(stopped === undefined ? {} : { stopped }),
  ...(own === 0 ? {} : { own }),
  strategy,
  dataset,
  seed,
  labels: points.map(({ labels }) => labels),
  asked: points.map(({ asked }) => asked),
  accuracy: points.map(({ accuracy }) => accuracy),
  balancedAccuracy: points.map(({ balancedAccuracy }) => balancedAccuracy),
  macroF1: points.map(({ macroF1 }) => macroF1),
  picked: rounds.map(({ event }) => Statistics.pickedByClass(event.labels, config.classes))
})

/** The units that are compared with one another. */
export interface Group {
  /** The data set, and the protocol where there are several on it. */
  readonly title: string
  /** For names of files. */
  readonly slug: string
  /** The number of classes. */
  readonly classes: number
  /** Their names. */
  readonly classNames: ReadonlyArray<string>
  /** What `labels` counts: labels where all units got the same numbers of them, else items asked about. */
  readonly along: Statistics.Along
  /** The numbers along the curves, one a round: of labels, or what else `along` says. */
  readonly labels: ReadonlyArray<number>
  /** The units, cut to the last round that all have. */
  readonly runs: ReadonlyArray<Measured>
  /** The units with all of their rounds, in the same order. */
  readonly whole: ReadonlyArray<Measured>
  /** The items, where they are at hand. */
  readonly items: PoolItems | undefined
  /** What is to be said of them. */
  readonly remarks: ReadonlyArray<string>
}

/** A `text` in letters, digits and hyphens, for names of files. */
export const slugOf = (text: string): string =>
  text.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "x"

const protocolOf = ({ config, unit }: UnitRun): string => {
  const start = config.initial === null ? "" : `${config.initial.length} at first, `
  const on = unit === undefined ? "" : `, learning on ${unit.learning.on}`
  return `${start}${Experiment.budgetText(config.budget)}${on}`
}

/** The units by what they may be compared under, and what that is called. */
const titled = (runs: ReadonlyArray<UnitRun>): ReadonlyMap<string, ReadonlyArray<UnitRun>> => {
  const byData = Map.groupBy(runs, ({ dataset }) => dataset)
  const several = (dataset: string) => new Set(byData.get(dataset)!.map(protocolOf)).size > 1
  return Map.groupBy(runs, (run) => several(run.dataset) ? `${run.dataset}, ${protocolOf(run)}` : run.dataset)
}

/**
 * The names of the groups of some units, each with a unit of it.
 *
 * `runs` are the units.
 */
export const groupsOf = (runs: ReadonlyArray<UnitRun>): ReadonlyArray<readonly [title: string, run: UnitRun]> =>
  Array.from(titled(runs), ([title, units]) => [title, units[0]!])

const cutRemark = (runs: ReadonlyArray<UnitRun>, common: number): ReadonlyArray<string> => {
  const longest = Math.max(...runs.map(({ rounds }) => rounds.length))
  if (longest === common) return []
  const shortest = runs.find(({ rounds }) => rounds.length === common)!
  return [
    `compared over the first ${common} of ${longest} rounds, the last that all units have ` +
    `(${shortest.file} ${shortest.stopped === undefined ? "has no more" : `was stopped by ${shortest.stopped}`})`
  ]
}

/** What the curves are drawn over; units that share nothing, which no budget explains, keep the labels of the first. */
const axisOf = (runs: ReadonlyArray<Measured>): Statistics.Axis => {
  try {
    return Statistics.axisOf(runs.map((run) => runOf(run.dataset, run)))
  } catch (error) {
    if (!(error instanceof OutOfRange)) throw error
    return { along: "labels", at: runs[0]!.points.map(({ labels }) => labels) }
  }
}

/** What is known of a group's items: the items, or why they are not at hand. */
export type Found = PoolItems | string | undefined

const groupOf = (title: string, units: ReadonlyArray<UnitRun>, found: Found): Group => {
  const common = Math.min(...units.map(({ rounds }) => rounds.length))
  const items = typeof found === "string" ? undefined : found
  const whole = units.map((unit) => ({ ...unit, points: pointsOf(unit, items?.labels) }))
  const runs = whole.map((run) => ({
    ...run,
    rounds: run.rounds.slice(0, common),
    points: run.points.slice(0, common)
  }))
  const { classes } = runs[0]!.config, axis = axisOf(runs)
  return {
    title,
    slug: slugOf(title),
    classes,
    classNames: items?.classNames ?? Array.from({ length: classes }, (_, c) => String(c)),
    along: axis.along,
    labels: axis.at,
    runs,
    whole,
    items,
    remarks: [...cutRemark(units, common), ...(typeof found === "string" ? [found] : [])]
  }
}

/** The groups, in the order of their first units. `items` by the title of a group. */
export const makeGroups = (
  { runs }: Pick<Loaded, "runs">,
  items: ReadonlyMap<string, Found>
): ReadonlyArray<Group> => Array.from(titled(runs), ([title, units]) => groupOf(title, units, items.get(title)))
