import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { makeCounter, nearestMean } from "../test/nearest-mean.ts"
import * as Experiment from "./Experiment.ts"
import * as Matrix from "./Matrix.ts"
import { Oracle } from "./Oracle.ts"
import * as Ranking from "./Ranking.ts"
import * as Rng from "./Rng.ts"
import * as Score from "./Score.ts"
import * as Select from "./Select.ts"
import * as Spec from "./Spec.ts"
import * as Strategy from "./Strategy.ts"

const top = <N extends "probability">(
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

const random = top("random", [], ({ key }: { key: Rng.Key }) => (i) => Rng.uniform(key, i))
const uncertain = top(
  "uncertain",
  ["probability"],
  (frame: { probability: Matrix.Matrix }) => (i) => -Math.max(...Matrix.row(frame.probability, i))
)

const rows = Array.from({ length: 60 }, (_, i) => [i % 3 + Math.sin(i * i) / 2, Math.cos(i)])
const embedding = Matrix.fromRows(rows)
const truth = Int32Array.from(rows, (_, i) => i % 3)

const plan: Experiment.Plan = {
  strategy: uncertain,
  columns: { embedding },
  size: 60,
  classes: 3,
  budget: 4,
  rounds: 5,
  seed: 7,
  coldStart: random
}

const asked: Array<Uint32Array> = []
const oracle = Layer.succeed(Oracle, {
  label: ({ positions }) =>
    Effect.sync(() => {
      asked.push(positions)
      return { labels: Int32Array.from(positions, (i) => truth[i]!) }
    })
})

const run = (changes: Partial<Experiment.Plan> = {}, past?: ReadonlyArray<Experiment.Past>, counter = makeCounter()) =>
  Stream.runCollect(Experiment.rounds({ ...plan, ...changes }, past)).pipe(
    Effect.provide(Layer.mergeAll(nearestMean(embedding, truth, 3, counter), oracle), { local: true })
  )

const strip = (rounds: ReadonlyArray<Experiment.Round>) =>
  rounds.map(({ labels, metrics, positions, round }) => ({
    round,
    positions: [...positions],
    labels: [...labels],
    metrics
  }))

describe("Experiment.rounds", () => {
  it.effect("chooses, asks, trains and evaluates, round after round", () =>
    Effect.gen(function*() {
      const counter = makeCounter()
      const rounds = yield* run({}, undefined, counter)
      assert.deepStrictEqual(rounds.map((round) => round.labeled), [4, 8, 12, 16, 20])
      assert.strictEqual(new Set(rounds.flatMap((round) => [...round.positions])).size, 20)
      assert.deepStrictEqual(rounds.map((round) => round.coldStart), [true, false, false, false, false])
      assert.deepStrictEqual(counter.sets.map((set) => set.positions.length), [4, 8, 12, 16, 20])
      assert.strictEqual(counter.alive, 0)
    }))

  it.effect("starts from an initial set that is given, as a round of its own", () =>
    Effect.gen(function*() {
      const rounds = yield* run({ initial: [3, 1, 2], rounds: 2 })
      assert.deepStrictEqual([...rounds[0]!.positions], [3, 1, 2])
      assert.deepStrictEqual(rounds.map((round) => [round.labeled, round.coldStart]), [[3, false], [7, false], [
        11,
        false
      ]])
      assert.strictEqual(rounds[0]!.selection, undefined)
    }))

  it.effect("goes on from any round as if it had never stopped", () =>
    Effect.gen(function*() {
      const whole = yield* run()
      for (const at of [1, 3, 4]) {
        const rest = yield* run({}, whole.slice(0, at))
        assert.deepStrictEqual(strip(rest), strip(whole.slice(at)))
      }
      assert.deepStrictEqual(yield* run({}, whole), [])
    }))

  it.effect("does not start cold when the strategy asks no model", () =>
    Effect.gen(function*() {
      const rounds = yield* run({ strategy: random, rounds: 2 })
      assert.deepStrictEqual(rounds.map((round) => round.coldStart), [false, false])
    }))

  it.effect("keeps one model in memory at a time, and frees the last when interrupted", () =>
    Effect.gen(function*() {
      const counter = makeCounter()
      const fiber = yield* Stream.runForEach(Experiment.rounds(plan), ({ round }) =>
        Effect.suspend(() => {
          assert.strictEqual(counter.alive, 1)
          return round === 2 ? Effect.never : Effect.void
        })).pipe(
          Effect.provide(Layer.mergeAll(nearestMean(embedding, truth, 3, counter), oracle), { local: true }),
          Effect.forkChild
        )
      while (counter.made < 3) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(counter.alive, 0)
    }))

  it.effect("ends when every item is labeled, with a last batch that is smaller", () =>
    Effect.gen(function*() {
      const rounds = yield* run({ budget: 25, rounds: 10 })
      assert.deepStrictEqual(rounds.map((round) => round.labeled), [25, 50, 60])
    }))

  it.effect("does not ask again about what the oracle declined, nor trains on it", () =>
    Effect.gen(function*() {
      const counter = makeCounter()
      const shy = Layer.succeed(Oracle, {
        label: ({ positions }) =>
          Effect.succeed({ labels: Int32Array.from(positions, (i, n) => n === 0 ? -1 : truth[i]!), cost: 10 })
      })
      const rounds = yield* Stream.runCollect(Experiment.rounds(plan)).pipe(
        Effect.provide(Layer.mergeAll(nearestMean(embedding, truth, 3, counter), shy), { local: true })
      )
      assert.strictEqual(new Set(rounds.flatMap((round) => [...round.positions])).size, 20)
      assert.deepStrictEqual(rounds.map((round) => [round.labeled, round.cost]), [3, 6, 9, 12, 15].map((n) => [n, 10]))
    }))
})
