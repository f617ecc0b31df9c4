import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { embedding, oracle, plan, random, run, truth } from "../test/experiment.ts"
import { makeCounter, nearestMean } from "../test/nearest-mean.ts"
import * as Experiment from "./Experiment.ts"
import { type LabelRequest, Oracle, type OracleError } from "./Oracle.ts"
import * as Stopping from "./Stopping.ts"

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

  it.effect("ends with the first round that a criterion stops at, and asks no further", () =>
    Effect.gen(function*() {
      const counter = makeCounter(), stop = Stopping.readUnsafe("any-of(budget(10), cost(1000))")
      const rounds = yield* run({ stop }, undefined, counter)
      assert.deepStrictEqual(rounds.map((round) => round.labeled), [4, 8, 12])
      assert.strictEqual(counter.sets.length, 3)
      assert.deepStrictEqual(strip(rounds), strip((yield* run()).slice(0, 3)))
      assert.isTrue(rounds.every(({ tested, uncertainty }) => tested > 0 && uncertainty! > 0 && uncertainty! < 1))
      const [first, ...more] = yield* run({ stop: Stopping.readUnsafe("overall-uncertainty(1)") })
      assert.deepStrictEqual([first!.labeled, more], [4, []])
      assert.strictEqual((yield* run({ stop: Stopping.readUnsafe("target-accuracy(1)") })).length, 5)
      assert.isUndefined((yield* run())[0]!.uncertainty)
    }))

  it.effect("counts which class of the test items was taken for which, as its accuracy does", () =>
    Effect.gen(function*() {
      for (const { confusion = [], metrics: { accuracy, recall }, tested } of yield* run()) {
        const size = Math.sqrt(confusion.length), right = confusion.filter((_, at) => at % (size + 1) === 0)
        assert.strictEqual(size, recall.length)
        assert.strictEqual(confusion.reduce((a, b) => a + b, 0), tested)
        assert.closeTo(right.reduce((a, b) => a + b, 0) / tested, accuracy, 1e-12)
        const [first] = right, truths = confusion.slice(0, size).reduce((a, b) => a + b, 0)
        assert.closeTo(first! / truths, recall[0]!, 1e-12)
      }
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

  it.effect("asks for as many as the budget of each round says, after an initial set too, and goes on with that of the next", () =>
    Effect.gen(function*() {
      const changes = { budget: [2, 5, 3], rounds: 3 }, whole = yield* run(changes)
      assert.deepStrictEqual(whole.map(({ labeled }) => labeled), [2, 7, 10])
      assert.deepStrictEqual(strip(yield* run(changes, whole.slice(0, 1))), strip(whole.slice(1)))
      const after = yield* run({ ...changes, initial: [4] })
      assert.deepStrictEqual(after.map(({ labeled }) => labeled), [1, 3, 8, 11])
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

  const answering = (label: (question: LabelRequest) => unknown) =>
    Effect.suspend(() => {
      const counter = makeCounter()
      const oracle = Layer.succeed(Oracle, { label: label as Oracle["Service"]["label"] })
      return Effect.map(
        Effect.flip(
          Stream.runCollect(Experiment.rounds(plan)).pipe(
            Effect.provide(Layer.mergeAll(nearestMean(embedding, truth, 3, counter), oracle), { local: true })
          )
        ),
        (error) => ({ error, counter })
      )
    })

  it.effect("believes no oracle: what is no label an item is an error, before anything is trained", () =>
    Effect.gen(function*() {
      const labels = (change: (told: Array<unknown>) => unknown) => ({ positions }: LabelRequest) =>
        Effect.succeed({ labels: change(Array.from(positions, (i) => truth[i]!)) })
      const cases: ReadonlyArray<readonly [(question: LabelRequest) => unknown, string]> = [
        [labels((told) => told.slice(0, 1)), "WrongCount"],
        [labels((told) => [...told, 0]), "WrongCount"],
        [labels(() => []), "WrongCount"],
        [labels((told) => told.with(2, Number.NaN)), "UnknownLabel"],
        [labels((told) => told.with(2, 7)), "UnknownLabel"],
        [labels((told) => told.with(2, "cat")), "UnknownLabel"],
        [labels((told) => told.with(2, undefined)), "UnknownLabel"],
        [labels((told) => told.map(() => null)), "Declined"],
        [labels(() => undefined), "NoLabels"],
        [() => Effect.undefined, "NoLabels"],
        [() => undefined, "Failed"],
        [() => Promise.resolve({ labels: [] }), "Failed"],
        [() => Effect.promise(() => Promise.reject(new Error("gone home"))), "Failed"],
        [() => {
          throw new Error("gone home")
        }, "Failed"]
      ]
      for (const [label, reason] of cases) {
        const { counter, error } = yield* answering(label)
        assert.deepStrictEqual([error._tag, (error as OracleError).reason._tag], ["OracleError", reason])
        assert.strictEqual(counter.made, 0)
      }
    }))
})
