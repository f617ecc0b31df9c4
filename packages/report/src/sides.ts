/**
 * What strategies changed by from one experiment to another.
 */
import { OutOfRange, Statistics } from "@marginalia/core"
import type { View } from "./analysis.ts"
import { runOf } from "./groups.ts"

/** A strategy on one side, against the same on the first. */
export interface SidePair {
  /** The strategy's name, without a side. */
  readonly strategy: string
  /** The sides that are compared. */
  readonly sides: readonly [first: string, other: string]
  /** The rows of both; that of the other has the difference, other − first, paired by seed. */
  readonly rows: readonly [first: Statistics.Row, other: Statistics.Row]
}

/** The two rows of a pair; undefined where they cannot be compared. */
const rowsOf = (runs: ReadonlyArray<Statistics.Run>, control: string, { curve, measure }: SideChoices) => {
  try {
    const [table] = Statistics.compare(runs, { control, curve, measure }).datasets
    return table?.rows
  } catch (error) {
    if (error instanceof OutOfRange) return undefined
    throw error
  }
}

/** By what sides are compared. */
export interface SideChoices {
  /** Which curve. */
  readonly curve: Statistics.CurveName
  /** The area below it, or its end. */
  readonly measure: "aubc" | "final"
}

/** What each strategy of a view changed by, from the first side to each other, by what `choices` say; none where there are no sides. */
export const sidePairs = ({ group, series }: View, choices: SideChoices): ReadonlyArray<SidePair> => {
  const mine = series.filter(({ runs: [run] }) => run?.side !== undefined)
  return [...Map.groupBy(mine, ({ runs: [run] }) => run!.side!.strategy)].flatMap(([strategy, [first, ...others]]) =>
    others.flatMap((other): ReadonlyArray<SidePair> => {
      const runs = [first!, other].flatMap((one) => one.runs.map((run) => runOf(group.title, run)))
      const [a, b] = rowsOf(runs, first!.strategy, choices) ?? []
      const sides = [first!.runs[0]!.side!.label, other.runs[0]!.side!.label] as const
      return a === undefined || b === undefined ? [] : [{ strategy, sides, rows: [a, b] }]
    })
  )
}
