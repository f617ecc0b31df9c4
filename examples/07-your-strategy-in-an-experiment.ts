/**
 * Is a strategy of your own better than random, or was it luck? Runs both over six seeds in one process (the fewest
 * that a test can tell something of), keeps every round in a journal, and compares them seed by seed.
 *
 *     node examples/07-your-strategy-in-an-experiment.ts
 */
import { type Experiment, Journal, Statistics, Strategy } from "@marginalia/core"
import { runJournaled } from "@marginalia/experiments/journal"
import { knownLabels } from "@marginalia/experiments/oracles"
import { random, registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { labels, linear, pool } from "./digits.ts"

/** Explore while there are few labels, then ask where the classifier wavers, but not twice in one cluster. */
const mine = Strategy.readUnsafe(
  "switch(labeled < 30, typiclust, keep-top(margin, 50) | normalize | kmeans(10, over=candidates) | one-per-cluster(margin))",
  registry
)

const world = Layer.merge(knownLabels(labels), linear)

/** One strategy with one seed; `openJournal` from `@marginalia/experiments/journal` instead of memory survives a kill of the process. */
const run = Effect.fn(function*(name: string, strategy: Strategy.Any, seed: number) {
  const plan: Experiment.Plan = {
    strategy,
    coldStart: random(),
    columns: { embedding: pool },
    size: pool.rows,
    classes: 10,
    budget: 10,
    rounds: 5,
    seed
  }
  const journaled = yield* Stream.runCollect(runJournaled(plan, yield* Journal.memory))
  return Statistics.fromRounds({ strategy: name, dataset: "digits", seed }, journaled.map(({ round }) => round), 10)
})

const seeds = Array.from({ length: 6 }, (_, seed) => seed)
const all = Effect.forEach(seeds, (seed) => Effect.all([run("random", random(), seed), run("mine", mine, seed)]))
const runs = (await Effect.runPromise(Effect.provide(all, world))).flat()

console.log(Statistics.text(Statistics.compare(runs, { control: "random", targets: [0.8] })))
