/**
 * The section on time and labels.
 */
import { Statistics } from "@marginalia/core"
import type { View } from "../analysis.ts"
import { spread, time } from "../numbers.ts"
import type { Point } from "../points.ts"
import type { Series } from "../series.ts"
import type { Table } from "./parts.ts"

const parts = ["select", "label", "train", "evaluate"] as const

const meanOf = ({ runs }: Series, part: (typeof parts)[number]): number => {
  const values = runs.flatMap(({ points }) => points.map((point: Point) => point[part])).filter(Number.isFinite)
  return values.length === 0 ? Number.NaN : Statistics.mean(values)
}

const slowest = ({ runs }: Series): number =>
  Math.max(...runs.flatMap(({ points }) => points.map(({ select }) => select)).filter(Number.isFinite))

const costOf = ({ runs }: Series): Statistics.Summary =>
  Statistics.summary(runs.map(({ points }) => points.reduce((sum, { cost }) => sum + cost, 0)))

/** Milliseconds a round by what took them, and what the labels cost. */
export const timingTable = ({ group, series }: View): Table => ({
  caption: `${group.title}: time a round, mean over rounds and seeds`,
  head: ["strategy", "select", "slowest selection", "label", "train", "evaluate", "cost of all labels"],
  rows: series.map((one) => {
    const [select, ...rest] = parts.map((part) => time(meanOf(one, part)))
    return [one.strategy, select!, time(slowest(one)), ...rest, spread(costOf(one), 1)]
  }),
  notes: ["as measured when the experiment ran, whatever else the machine did; no two runs have the same"]
})
