/**
 * Units made by hand, for tests that need no journal.
 */
import type { Journal } from "@marginalia/core"
import { analyze, type Choices } from "../src/analysis.ts"
import { makeGroups } from "../src/groups.ts"
import type { PoolItems } from "../src/pool-items.ts"
import type { Loaded, Round, UnitRun } from "../src/read.ts"
import { spotsPool } from "./experiment.ts"

/** What a unit by hand varies; every round labels three items of the pool of thirty spots. */
export interface Sketch {
  readonly strategy: string
  readonly seed: number
  /** One a round. */
  readonly accuracy: ReadonlyArray<number>
  readonly dataset?: string
  readonly finished?: boolean
}

export const items: PoolItems = spotsPool(30)

const written = { text: "random", spec: { marginaliaSpec: 1 } } as unknown as Journal.Config["strategy"]

const config = (seed: number, rounds: number): Journal.Config => ({
  _tag: "Config",
  journalVersion: 1,
  strategy: written,
  coldStart: written,
  size: 30,
  classes: 3,
  budget: 3,
  rounds,
  seed,
  initial: null,
  data: {},
  facts: { learner: "by hand" },
  parent: null
})

/** In round r the items 3r, 3r + 1, 3r + 2, one of each class; the pool's first item is always predicted wrong. */
const round = (r: number, accuracy: number, seed: number): Round => {
  const positions = [3 * r, 3 * r + 1, 3 * r + 2]
  return {
    event: {
      _tag: "Round",
      round: r,
      query: { seed, budget: 3, labeled: 3 * r },
      selection: {
        strategy: "by hand",
        spec: written.spec,
        picks: positions.map((position, i) => ({
          id: `spot-${position}`,
          position,
          score: 1 / (i + 1),
          why: {
            cluster: { number: i, size: 10, labeled: r },
            scores: [{ name: "margin", value: 0.25, rank: i + 1, of: 30 }]
          }
        })),
        steps: []
      },
      positions,
      labels: [0, 1, 2],
      pseudo: [],
      coldStart: false,
      cost: 3,
      labeled: 3 * (r + 1),
      metrics: { accuracy, balancedAccuracy: accuracy - 0.1, macroF1: accuracy / 2, recall: [accuracy, 1, Number.NaN] }
    },
    predictions: Uint8Array.from(items.labels, (label, i) => i === 0 ? 1 : label),
    timing: { select: 10 * (r + 1), label: 1, train: 2000, evaluate: 3 }
  }
}

export const unit = ({ accuracy, dataset = "spots", finished = true, seed, strategy }: Sketch): UnitRun => ({
  file: `units/${dataset}/${strategy}/${seed}.db`,
  dataset,
  strategy,
  seed,
  unit: undefined,
  config: config(seed, accuracy.length),
  rounds: accuracy.map((value, r) => round(r, value, seed)),
  finished,
  stopped: undefined,
  gap: undefined,
  digest: `digest of ${strategy} ${seed}`
})

/** Six seeds each of random, and of margin, which is better by a hundredth and a little, on each data set. */
export const units = (datasets: ReadonlyArray<string> = ["spots"]): ReadonlyArray<UnitRun> =>
  datasets.flatMap((dataset) =>
    [0, 1, 2, 3, 4, 5].flatMap((seed) => [
      unit({ strategy: "random", seed, dataset, accuracy: [0.5, 0.6 + seed / 100, 0.7] }),
      unit({ strategy: "margin", seed, dataset, accuracy: [0.5, 0.625 + seed / 90, 0.75] })
    ])
  )

export const loaded = (runs: ReadonlyArray<UnitRun>): Loaded => ({ experiment: undefined, runs, remarks: [] })

export const choices: Choices = { control: undefined, curve: "accuracy", reach: [] }

/** The analysis of {@link units}, with the items at hand. */
export const analysis = (datasets: ReadonlyArray<string> = ["spots"], chosen: Choices = choices) => {
  const all = loaded(units(datasets))
  return analyze(all, makeGroups(all, new Map(datasets.map((dataset) => [dataset, items]))), chosen)
}
