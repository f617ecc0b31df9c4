/**
 * What may be compared: the units on one data set under one protocol, up to the last round that all of them have.
 */
import { Experiment, Statistics } from "@marginalia/core"
import { listed } from "./numbers.ts"
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

/**
 * A {@link slugOf} for each text, in their order: a text whose slug another one has, which differs from it only in what is left out,
 * gets a number.
 */
export const slugsOf = (texts: Iterable<string>): ReadonlyMap<string, string> => {
  const slugs = new Map<string, string>(), taken = new Set<string>()
  for (const text of texts) {
    if (slugs.has(text)) continue
    const plain = slugOf(text)
    let slug = plain
    for (let n = 2; taken.has(slug); n++) slug = `${plain}-${n}`
    taken.add(slug)
    slugs.set(text, slug)
  }
  return slugs
}

const protocolOf = ({ config, unit }: UnitRun): string => {
  const start = config.initial === null ? "" : `${config.initial.length} at first, `
  const on = unit === undefined ? "" : `, learning on ${unit.learning.on}`
  return `${start}${Experiment.budgetText(config.budget)}${on}`
}

/**
 * What the data of a unit are, where several experiments stand side by side: within one their name says it. By other embeddings the items may
 * be the same, and then are read from the same place; `one` says that all have the same vectors.
 */
const contentsOf = ({ config: { classes, data, size }, side, unit }: UnitRun, one: boolean): string => {
  if (side === undefined) return ""
  const { embedding: _, name: __, ...source } = unit?.data ?? { embedding: undefined, name: undefined }
  return JSON.stringify([classes, size, data["ids"], ...(one ? [] : [unit === undefined ? data["embedding"] : source])])
}

/** By unit, what its data are called: their name, and where sides have others by the same name, whose they are. */
const dataNames = (runs: ReadonlyArray<UnitRun>): ReadonlyMap<UnitRun, string> => {
  const names = new Map<UnitRun, string>()
  for (const [dataset, units] of Map.groupBy(runs, ({ dataset }) => dataset)) {
    const one = new Set(units.map(({ config }) => config.data["embedding"])).size === 1
    const contents = Map.groupBy(units, (unit) => contentsOf(unit, one))
    for (const alike of contents.values()) {
      const sides = listed([...new Set(alike.map(({ side }) => side?.label ?? ""))])
      for (const unit of alike) names.set(unit, contents.size > 1 ? `${dataset} of ${sides}` : dataset)
    }
  }
  return names
}

/** The units by what they may be compared under, and what that is called. */
const titled = (runs: ReadonlyArray<UnitRun>): ReadonlyMap<string, ReadonlyArray<UnitRun>> => {
  const names = dataNames(runs), byData = Map.groupBy(runs, (run) => names.get(run)!)
  const several = (name: string) => new Set(byData.get(name)!.map(protocolOf)).size > 1
  return Map.groupBy(runs, (run) => {
    const name = names.get(run)!
    return several(name) ? `${name}, ${protocolOf(run)}` : name
  })
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

/** What the curves are drawn over: where units have different numbers of labels, as when these cost something, the rounds. */
const axisOf = (runs: ReadonlyArray<Measured>): Statistics.Axis =>
  Statistics.sharedAxis(runs.map((run) => runOf(run.dataset, run))) ??
    { along: "rounds", at: runs[0]!.points.map((_, round) => round) }

/** What is known of a group's items: the items, or why they are not at hand. */
export type Found = PoolItems | string | undefined

const groupOf = (title: string, slug: string, units: ReadonlyArray<UnitRun>, found: Found): Group => {
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
    slug,
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
): ReadonlyArray<Group> => {
  const groups = titled(runs), slugs = slugsOf(groups.keys())
  return Array.from(groups, ([title, units]) => groupOf(title, slugs.get(title)!, units, items.get(title)))
}
