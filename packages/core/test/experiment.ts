/** A small experiment for tests: sixty items of three classes, uncertainty sampling for a nearest-mean learner. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Experiment from "../src/Experiment.ts"
import * as Matrix from "../src/Matrix.ts"
import { Oracle } from "../src/Oracle.ts"
import * as Ranking from "../src/Ranking.ts"
import * as Rng from "../src/Rng.ts"
import * as Score from "../src/Score.ts"
import * as Select from "../src/Select.ts"
import * as Spec from "../src/Spec.ts"
import * as Strategy from "../src/Strategy.ts"
import { makeCounter, nearestMean } from "./nearest-mean.ts"

/** A strategy that takes the candidates of the highest score. */
export const top = <N extends "probability">(
  name: string,
  needs: ReadonlyArray<N>,
  f: (frame: never) => (i: number) => number
) =>
  Strategy.make(Select.make<N>({
    spec: Spec.make(name),
    needs,
    pick: (frame) =>
      Effect.sync(() => {
        const scores = Score.scatter(frame, Float64Array.from(frame.candidates, f(frame as never)))
        const positions = Ranking.top(frame.candidates, scores, frame.budget)
        return { positions, scores: Float64Array.from(positions, (i) => scores[i]!) }
      })
  })) as Strategy.Any

export const random = top("random", [], ({ key }: { key: Rng.Key }) => (i) => Rng.uniform(key, i))
export const uncertain = top(
  "uncertain",
  ["probability"],
  (frame: { probability: Matrix.Matrix }) => (i) => -Math.max(...Matrix.row(frame.probability, i))
)

export const rows = Array.from({ length: 60 }, (_, i) => [i % 3 + Math.sin(i * i) / 2, Math.cos(i)])
export const embedding = Matrix.fromRows(rows)
export const truth = Int32Array.from(rows, (_, i) => i % 3)

export const plan: Experiment.Plan = {
  strategy: uncertain,
  columns: { embedding },
  size: 60,
  classes: 3,
  budget: 4,
  rounds: 5,
  seed: 7,
  coldStart: random
}

export const oracle = Layer.succeed(Oracle, {
  label: ({ positions }) => Effect.sync(() => ({ labels: Int32Array.from(positions, (i) => truth[i]!) }))
})

export const run = (
  changes: Partial<Experiment.Plan> = {},
  past?: ReadonlyArray<Experiment.Past>,
  counter = makeCounter()
) =>
  Stream.runCollect(Experiment.rounds({ ...plan, ...changes }, past)).pipe(
    Effect.provide(Layer.mergeAll(nearestMean(embedding, truth, 3, counter), oracle), { local: true })
  )
