/**
 * Folders of small experiments as `marginalia run` writes them, from journals of a quick learner.
 */
import { type Experiment as Loop, Strategy } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { openJournal, runJournaled } from "@marginalia/experiments/journal"
import { knownLabels } from "@marginalia/experiments/oracles"
import type { Data, Experiment, Unit } from "@marginalia/experiments/unit"
import { version } from "@marginalia/experiments/version"
import { network, trainingConfig } from "@marginalia/models/training"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { PoolItems } from "../src/pool-items.ts"
import { nearestMean } from "./learner.ts"

/** What an experiment of tests varies. */
export interface Shape {
  readonly strategies: ReadonlyArray<string>
  readonly seeds: number
  readonly rounds: number
  readonly budget: number
  readonly control?: string
  /** By the name of the data set. */
  readonly pools: { readonly [name: string]: PoolItems }
  /** The last unit stops after so many rounds. */
  readonly unfinished?: number
  readonly scaled?: number
}

/** The first digits, with their images. */
export const digitsPool = async (items: number): Promise<PoolItems> => {
  const { classNames, labels, pool } = await loadDigits()
  const data = pool.data.slice(0, items * 64)
  return {
    embedding: { data, rows: items, cols: 64 },
    labels: labels.slice(0, items),
    classNames,
    ids: Array.from({ length: items }, (_, i) => String(i)),
    images: { data: Uint8Array.from(data, (gray) => gray * 15.9375), rows: items, shape: [8, 8, 1] }
  }
}

/** Three spots in the plane, no images. */
export const spotsPool = (items: number): PoolItems => ({
  embedding: {
    data: Float32Array.from({ length: 2 * items }, (_, at) => {
      const [row, col] = [at >> 1, at & 1]
      return [[1, 0], [0, 1], [-1, -1]][row % 3]![col]! + 0.7 * Math.sin(row * 12.9898 + col * 78.233)
    }),
    rows: items,
    cols: 2
  },
  labels: Int32Array.from({ length: items }, (_, i) => i % 3),
  classNames: ["east", "north", "south-west"],
  ids: Array.from({ length: items }, (_, i) => `spot-${i}`)
})

/** How the pool of a name is said to come about. */
export const dataOf = (name: string): Data => ({
  name,
  source: { kind: "known", dataset: name },
  subset: null,
  longTail: null,
  holdOut: { fraction: 0.25, seed: 0 },
  embedding: { kind: "raw" }
})

const unitOf = (shape: Shape, name: string, strategy: string, seed: number): Unit => ({
  data: dataOf(name),
  learning: {
    on: "embedding",
    network: network({ kind: "linear" }),
    recipe: trainingConfig({ optimizer: { kind: "adam" }, rate: 0.01, epochs: 1, batch: 10 }),
    backend: "cpu"
  },
  strategy: { name: strategy, text: strategy },
  coldStart: "random",
  oracle: { kind: "known" },
  budget: shape.budget,
  rounds: shape.rounds,
  initial: { kind: "none" },
  seed
})

const unitsOf = (shape: Shape): Experiment["units"] =>
  Object.keys(shape.pools).flatMap((name) =>
    shape.strategies.flatMap((strategy) =>
      Array.from({ length: shape.seeds }, (_, seed) => ({
        file: `units/${name}/${strategy}/${seed}.db`,
        unit: unitOf(shape, name, strategy, seed)
      }))
    )
  )

/** What `experiment.json` says. */
export const experimentOf = (shape: Shape): Experiment => ({
  marginaliaExperiment: 1,
  name: "a small comparison",
  version,
  preset: null,
  scaled: shape.scaled ?? null,
  control: shape.control ?? shape.strategies[0]!,
  plugins: [],
  findings: [{ rule: "small-batch", problem: "the batch of 5 is smaller than the 10 classes" }],
  units: unitsOf(shape)
})

const planOf = (unit: Unit, pool: PoolItems, strategy: Strategy.Any, coldStart: Strategy.Any): Loop.Plan => ({
  strategy,
  coldStart,
  columns: { embedding: pool.embedding },
  size: pool.embedding.rows,
  ids: pool.ids,
  classes: pool.classNames.length,
  budget: unit.budget,
  rounds: unit.rounds,
  seed: unit.seed
})

/** Runs one unit into its journal; all of its rounds, or the first few. */
export const runUnit = Effect.fnUntraced(function*(path: string, unit: Unit, pool: PoolItems, rounds = Infinity) {
  const strategy = yield* Strategy.read(unit.strategy.text, registry)
  const coldStart = yield* Strategy.read(unit.coldStart, registry)
  const { journal } = yield* openJournal(path)
  const all = runJournaled(planOf(unit, pool, strategy, coldStart), journal)
  const wanted = rounds === Infinity ? all : Stream.take(all, rounds)
  const test = { items: pool.embedding, labels: pool.labels }
  const learner = nearestMean(pool.embedding, test, pool.classNames.length)
  yield* Stream.runDrain(wanted).pipe(Effect.provide(Layer.merge(learner, knownLabels(pool.labels))))
}, Effect.scoped)

/** Writes a whole experiment into a folder. */
export const writeExperiment = Effect.fnUntraced(function*(folder: string, shape: Shape) {
  const experiment = experimentOf(shape)
  writeFileSync(join(folder, "experiment.json"), `${JSON.stringify(experiment, undefined, 2)}\n`)
  const last = experiment.units.length - 1
  for (const [i, { file, unit }] of experiment.units.entries()) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    yield* runUnit(path, unit, shape.pools[unit.data.name]!, i === last ? shape.unfinished : undefined)
  }
  return experiment
})
