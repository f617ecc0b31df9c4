import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { embedding, plan, random, run, top, truth, uncertain } from "../../test/experiment.ts"
import { makeCounter, nearestMean } from "../../test/nearest-mean.ts"
import { Learner } from "../Learner.ts"
import type * as Strategy from "../Strategy.ts"
import { upperBound, type UpperBoundPlan } from "./upper-bound.ts"

const { coldStart: _cold, strategy: _one, ...alone } = plan
const last = top("last", [], () => (i) => i)
const first = top("first", [], () => (i) => -i)

const bound = (
  strategies: ReadonlyArray<Strategy.Any>,
  changes: Partial<UpperBoundPlan> = {},
  counter = makeCounter(),
  labels = truth
) =>
  Effect.provide(upperBound({ ...alone, ...changes }, strategies, labels), nearestMean(embedding, truth, 3, counter), {
    local: true
  })

describe("the upper bound", () => {
  it.effect("of one strategy is what the strategy comes to", () =>
    Effect.gen(function*() {
      const found = yield* bound([random]), rounds = yield* run({ strategy: random })
      assert.deepStrictEqual(found.map(({ positions }) => positions), rounds.map(({ positions }) => positions))
      assert.deepStrictEqual(found.map(({ metrics }) => metrics), rounds.map(({ metrics }) => metrics))
      assert.deepStrictEqual(
        found.map(({ chosen, labeled }) => [chosen, labeled]),
        [4, 8, 12, 16, 20].map((n) => [0, n])
      )
    }))

  it.effect("takes in each round the batch after which the model is best, ties to the earlier strategy", () =>
    Effect.gen(function*() {
      const strategies = [last, uncertain, first, random], found = yield* bound(strategies)
      assert.isAbove(new Set(found.map(({ chosen }) => chosen)).size, 1)
      for (const [at, { chosen, metrics, positions }] of found.entries()) {
        // What each would come to after the same rounds; without a model the second cannot be asked.
        const next = yield* Effect.forEach(
          strategies,
          (strategy) => Effect.map(run({ strategy, rounds: at + 1 }, found.slice(0, at)), ([round]) => round!)
        )
        const reached = next.map(({ metrics }, i) => at === 0 && i === 1 ? -1 : metrics.accuracy)
        assert.strictEqual(chosen, reached.indexOf(Math.max(...reached)))
        assert.strictEqual(metrics.accuracy, Math.max(...reached))
        assert.deepStrictEqual(positions, next[chosen]!.positions)
      }
    }))

  it.effect("takes the first of batches that help as much", () =>
    Effect.gen(function*() {
      const same = Layer.effect(
        Learner,
        Effect.map(Learner, ({ fit }) => ({
          fit: (set) =>
            Effect.map(fit(set), (model) => ({ ...model, test: Effect.succeed({ actual: truth, predicted: truth }) }))
        }))
      ).pipe(Layer.provide(nearestMean(embedding, truth, 3)))
      const rounds = yield* Effect.provide(upperBound(alone, [last, first, random], truth), same, { local: true })
      assert.deepStrictEqual(rounds.map(({ chosen }) => chosen), [0, 0, 0, 0, 0])
    }))

  it.effect("trains on a batch once, whoever chose it, and keeps two models at most", () =>
    Effect.gen(function*() {
      const counter = makeCounter()
      let most = 0
      const counted = Layer.effect(
        Learner,
        Effect.map(Learner, ({ fit }) => ({
          fit: (set) => Effect.tap(fit(set), () => Effect.sync(() => most = Math.max(most, counter.alive)))
        }))
      ).pipe(Layer.provide(nearestMean(embedding, truth, 3, counter)))
      const found = upperBound({ ...alone, rounds: 3 }, [first, first, random, last], truth)
      const rounds = yield* Effect.provide(found, counted, { local: true })
      assert.deepStrictEqual([counter.made, counter.alive, most], [9, 0, 2])
      assert.isFalse(rounds.some(({ chosen }) => chosen === 1))
    }))

  it.effect("ends when nothing is left, and frees its models when it fails", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual((yield* bound([first], { budget: 40 })).map(({ labeled }) => labeled), [40, 60])
      const few = Array.from({ length: 10 }, (_, i) => i), costs = Array.from({ length: 60 }, (_, i) => i < 6 ? 1 : 10)
      assert.deepStrictEqual((yield* bound([last, first], { candidates: few })).map(({ labeled }) => labeled), [
        4,
        8,
        10
      ])
      assert.deepStrictEqual((yield* bound([first], { costs, spend: 3 })).map(({ labeled }) => labeled), [3, 6])
      const counter = makeCounter()
      yield* Effect.flip(bound([first, uncertain], { columns: {}, budget: 100, ids: ["a"] }, counter))
      assert.strictEqual(counter.alive, 0)
    }))

  it.effect("refuses what makes no sense", () =>
    Effect.gen(function*() {
      const of = (effect: ReturnType<typeof bound>) => Effect.map(Effect.flip(effect), ({ message }) => message)
      assert.match(yield* of(bound([])), /^there is no strategy; give at least one that asks no model/)
      assert.match(
        yield* of(bound([first], {}, undefined, truth.slice(1))),
        /^the truth has 59 labels; give 60 classes/
      )
      const wrong = truth.slice()
      wrong[5] = 3
      assert.match(
        yield* of(bound([first], {}, undefined, wrong)),
        /^the truth says 3 of item 5; give 60 classes from 0 to 2/
      )
      assert.match(yield* of(bound([first], { budget: 0 })), /budget/)
    }))
})
