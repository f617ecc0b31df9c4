/**
 * What the models at the end get wrong: which class they take for which, and which items.
 */
import { Metrics } from "@marginalia/core"
import type { Group, Measured } from "./groups.ts"
import type { Series } from "./series.ts"

/** How often each class was taken for each by the models of a strategy at the end, summed over seeds. */
export interface Confusion {
  readonly strategy: string
  /** On the test items, where the journals say it; else on the items of the pool that had no label. */
  readonly on: "test" | "rest"
  /** Counts by true class, then by predicted class. */
  readonly counts: ReadonlyArray<ReadonlyArray<number>>
  /** How many seeds. */
  readonly seeds: number
}

/** A class that was taken for another: how often, and of how many items of the true class. */
export interface Mistake {
  /** The true class. */
  readonly actual: number
  /** What it was taken for. */
  readonly predicted: number
  /** How often. */
  readonly count: number
  /** Of so many items of the true class. */
  readonly of: number
}

/** An item that models got wrong. */
export interface WrongItem {
  /** Its position in the pool. */
  readonly position: number
  /** Its true class. */
  readonly actual: number
  /** The class that most of them took it for; ties go to the smaller class. */
  readonly predicted: number
  /** How many models got it wrong. */
  readonly wrong: number
  /** For how many it had no label. */
  readonly of: number
}

/** The positions that a run has labels for, at its last round. */
const knownOf = ({ rounds }: Measured): ReadonlySet<number> =>
  new Set(rounds.flatMap(({ event: { labels, positions } }) => positions.filter((_, i) => labels[i]! >= 0)))

/** The true classes of the items without a label; −1, which nothing counts, for the others. */
const restOf = (run: Measured, truth: Int32Array): Int32Array => {
  const known = knownOf(run)
  return truth.map((label, position) => known.has(position) ? -1 : label)
}

const onRest = (run: Measured, truth: Int32Array, classes: number): ReadonlyArray<number> | undefined => {
  const predictions = run.rounds.at(-1)?.predictions
  return predictions?.length === truth.length
    ? Array.from(Metrics.confusion(restOf(run, truth), predictions, classes))
    : undefined
}

const summed = (tables: ReadonlyArray<ReadonlyArray<number>>, classes: number): Confusion["counts"] =>
  Array.from(
    { length: classes },
    (_, actual) =>
      Array.from({ length: classes }, (_, predicted) =>
        tables.reduce((sum, table) => sum + table[actual * classes + predicted]!, 0))
  )

/** All tables of some runs; undefined where one of them has none. */
const tablesOf = (runs: ReadonlyArray<Measured>, of: (run: Measured) => ReadonlyArray<number> | undefined) => {
  const found = runs.map(of)
  return found.includes(undefined) ? undefined : found as ReadonlyArray<ReadonlyArray<number>>
}

/**
 * Which class a strategy's models at the end take for which; undefined where the journals do not say it and the items are not at
 * hand.
 */
export const confusionOf = ({ classes, items }: Group, { runs, strategy }: Series): Confusion | undefined => {
  const tested = tablesOf(runs, ({ rounds }) => rounds.at(-1)?.event.confusion)
  const tables = tested ??
    (items === undefined ? undefined : tablesOf(runs, (run) => onRest(run, items.labels, classes)))
  if (tables === undefined || tables.length === 0) return undefined
  return { strategy, on: tested === undefined ? "rest" : "test", counts: summed(tables, classes), seeds: tables.length }
}

/** The `most` most frequent mistakes by their share of the true class; ties go to the more frequent, then to the smaller classes. */
export const mistakesOf = ({ counts }: Confusion, most: number): ReadonlyArray<Mistake> =>
  counts.flatMap((row, actual) => {
    const of = row.reduce((a, b) => a + b, 0)
    return row.flatMap((count, predicted) =>
      predicted === actual || count === 0 ? [] : [{ actual, predicted, count, of }]
    )
  }).toSorted((a, b) => b.count / b.of - a.count / a.of || b.count - a.count).slice(0, most)

interface Tally {
  wrong: number
  of: number
  readonly as: Array<number>
}

const tally = (runs: ReadonlyArray<Measured>, truth: Int32Array): ReadonlyMap<number, Tally> => {
  const found = new Map<number, Tally>()
  for (const run of runs) {
    const predictions = run.rounds.at(-1)?.predictions
    if (predictions?.length !== truth.length) continue
    restOf(run, truth).forEach((actual, position) => {
      if (actual < 0) return
      const one = found.get(position) ?? { wrong: 0, of: 0, as: [] }
      found.set(position, one)
      one.of += 1
      if (predictions[position] === actual) return
      one.wrong += 1
      one.as.push(predictions[position]!)
    })
  }
  return found
}

/** The class that is there most often; ties go to the smaller. */
const mostOf = (classes: ReadonlyArray<number>): number => {
  const counts = Map.groupBy(classes.toSorted((a, b) => a - b), (one) => one)
  return [...counts].reduce((a, b) => b[1].length > a[1].length ? b : a)[0]
}

/**
 * The `most` items of the pool that a strategy's models at the end get wrong without having their label: those that the largest share of
 * the models gets wrong first, then those that more of them do; ties go to the smaller position. None where the items are not at hand.
 */
export const wrongItems = ({ items }: Group, { runs }: Series, most: number): ReadonlyArray<WrongItem> => {
  if (items === undefined) return []
  return [...tally(runs, items.labels)].filter(([, { wrong }]) => wrong > 0)
    .toSorted(([p, a], [q, b]) => b.wrong / b.of - a.wrong / a.of || b.wrong - a.wrong || p - q)
    .slice(0, most)
    .map(([position, { as, of, wrong }]) => ({
      position,
      actual: items.labels[position]!,
      predicted: mostOf(as),
      wrong,
      of
    }))
}
