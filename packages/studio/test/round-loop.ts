/**
 * The same strategy in `marginalia run`'s round loop, on the same items: what a person is to come to.
 */
import * as Experiment from "@marginalia/core/Experiment"
import type { Matrix } from "@marginalia/core/Matrix"
import * as MatrixModule from "@marginalia/core/Matrix"
import { Oracle } from "@marginalia/core/Oracle"
import * as Strategy from "@marginalia/core/Strategy"
import { fromMatrix, learner, network, TensorBackend, Trainer, trainingConfigs } from "@marginalia/models/training"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type { Point } from "./labeling.ts"

/** What is run. */
export interface Run {
  readonly matrix: Matrix
  readonly truth: ReadonlyArray<number>
  /** The items to test on; the others are the pool. */
  readonly heldOut: Uint32Array
  readonly strategy: string
  readonly seed: number
  readonly budget: number
  readonly rounds: number
}

/** The accuracy after each round, by `marginalia run`'s linear learner (`supclust-linear`) on the embedding. */
export const run = Effect.fn("run")(function*({ budget, heldOut, matrix, rounds, seed, strategy, truth }: Run) {
  const out = new Set(heldOut)
  const pool = Uint32Array.from({ length: matrix.rows }, (_, i) => i).filter((item) => !out.has(item))
  const classes = Math.max(...truth) + 1
  const labelsOf = (items: Uint32Array) => Int32Array.from(items, (item) => truth[item]!)
  const embedding = MatrixModule.take(matrix, pool), test = MatrixModule.take(matrix, heldOut)
  const labels = labelsOf(pool)
  const oracle = Layer.succeed(Oracle, {
    label: ({ positions }) =>
      Effect.succeed({ labels: Int32Array.from(positions, (position) => labels[position]!), cost: positions.length })
  })
  const learning = learner(
    network({ kind: "linear" }),
    { pool: fromMatrix(embedding), test: { items: fromMatrix(test), labels: labelsOf(heldOut) }, classes },
    trainingConfigs.supclustLinear
  ).pipe(Layer.provide(Trainer.layer), Layer.provide(TensorBackend.wasm))
  const plan: Experiment.Plan = {
    strategy: yield* Strategy.read(strategy, registry),
    coldStart: yield* Strategy.read("typiclust", registry),
    columns: { embedding },
    size: embedding.rows,
    classes,
    budget,
    rounds,
    seed
  }
  const points = yield* Stream.runCollect(
    Stream.map(
      Experiment.rounds(plan),
      ({ labeled, metrics }): Point => ({ labels: labeled, accuracy: metrics.accuracy })
    )
  ).pipe(Effect.provide(Layer.merge(learning, oracle), { local: true }))
  return points as ReadonlyArray<Point>
})
