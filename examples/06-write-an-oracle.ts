/**
 * An oracle of your own: whoever knows the labels. This one is a clumsy annotator who answers from a table, is unsure
 * about some items and declines them, and charges by the second; the round loop goes on around it.
 *
 *     node examples/06-write-an-oracle.ts
 */
import { Experiment, type LabelRequest, Oracle } from "@marginalia/core"
import { random, typiclust } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { labels, linear, pool } from "./digits.ts"

/** Looks at each item for two seconds, at every seventh for ten, and then will not say: −1. */
const annotator = Layer.succeed(Oracle, {
  label: ({ positions, round }: LabelRequest) =>
    Effect.sync(() => {
      const unsure = (position: number): boolean => position % 7 === 0
      const told = Int32Array.from(positions, (position) => unsure(position) ? -1 : labels[position]!)
      const seconds = Array.from(positions, (position) => unsure(position) ? 10 : 2).reduce((a, b) => a + b, 0)
      console.log(`round ${round}: ${told.filter((label) => label >= 0).length} of ${told.length} labeled`)
      return { labels: told, cost: seconds }
    })
})

const plan: Experiment.Plan = {
  strategy: typiclust(),
  coldStart: random(),
  columns: { embedding: pool },
  size: pool.rows,
  classes: 10,
  budget: 10,
  rounds: 4,
  seed: 0
}

const rounds = Experiment.rounds(plan).pipe(Stream.runCollect, Effect.provide([annotator, linear]))

for (const { cost, labeled, metrics } of await Effect.runPromise(rounds)) {
  console.log(`${labeled} labels, ${cost} s: accuracy ${metrics.accuracy.toFixed(2)}`)
}
