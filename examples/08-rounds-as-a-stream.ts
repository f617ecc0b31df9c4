/**
 * The loop as a Stream: watch the rounds, and stop when the curve is flat. Nothing is trained after that.
 *
 *     node examples/08-rounds-as-a-stream.ts
 */
import { Experiment } from "@marginalia/core"
import { knownLabels } from "@marginalia/experiments/oracles"
import { marginSampling, random } from "@marginalia/strategies"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { labels, linear, pool } from "./digits.ts"

const budget = 20

const plan: Experiment.Plan = {
  strategy: marginSampling(),
  coldStart: random(),
  columns: {},
  size: pool.rows,
  classes: 10,
  budget,
  rounds: 20,
  seed: 0
}

/** The share of the pool that two models in a row classify differently. */
const changed = ([before, after]: readonly [Experiment.Round, Experiment.Round]): number =>
  after.poolPredictions.filter((label, i) => label !== before.poolPredictions[i]).length / pool.rows

const program = Experiment.rounds(plan).pipe(
  Stream.tap(({ labeled, metrics, milliseconds }) =>
    Console.log(
      `${labeled} labels: accuracy ${metrics.accuracy.toFixed(3)}, ${Math.round(milliseconds.train)} ms to train`
    )
  ),
  Stream.sliding(2),
  Stream.map(([before, after]) => changed([before!, after!])),
  Stream.takeUntil((share) => share < 0.03),
  Stream.runLast
)

const last = await Effect.runPromise(Effect.provide(program, [knownLabels(labels), linear]))
console.log(
  `stopped: the last ${budget} labels changed ${
    (100 * (last._tag === "Some" ? last.value : 1)).toFixed(1)
  } % of the predictions`
)
