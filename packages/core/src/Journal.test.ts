import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { nearestMean } from "../test/nearest-mean.ts"
import { coordinate, noise, top } from "../test/toys.ts"
import * as Experiment from "./Experiment.ts"
import * as Journal from "./Journal.ts"
import * as Matrix from "./Matrix.ts"
import { Oracle } from "./Oracle.ts"
import * as Strategy from "./Strategy.ts"

const embedding = Matrix.fromRows(Array.from({ length: 12 }, (_, i) => [i % 3, i % 2]))
const truth = Int32Array.from({ length: 12 }, (_, i) => i % 3)

const plan: Experiment.Plan = {
  strategy: Strategy.make(top(coordinate())),
  coldStart: Strategy.make(top(noise())),
  columns: { embedding },
  size: 12,
  classes: 4,
  budget: 2,
  rounds: 2,
  seed: 3,
  initial: [5, 1]
}

/** Declines the first of each batch. */
const shy = Layer.succeed(Oracle, {
  label: ({ positions }) =>
    Effect.succeed({ labels: Int32Array.from(positions, (i, n) => n === 0 ? -1 : truth[i]!), cost: 1.5 })
})

const finished = Stream.runCollect(Experiment.rounds(plan)).pipe(
  Effect.provide(Layer.mergeAll(nearestMean(embedding, truth, 4), shy), { local: true })
)

const config = Journal.config(plan, { data: { embedding: "ab" }, facts: { b: 1, a: [null] }, parent: null })

describe("Journal.round", () => {
  it.effect("holds what a round was, apart from the time it took", () =>
    Effect.gen(function*() {
      const rounds = (yield* finished).map((round) => Journal.round(plan, round))
      assert.deepStrictEqual(rounds.map(({ query }) => query.labeled), [0, 1, 2])
      assert.deepStrictEqual(rounds.map(({ labeled }) => labeled), [1, 2, 3])
      assert.strictEqual(rounds[0]!.selection, null)
      assert.deepStrictEqual(rounds[1]!.selection!.picks.map(({ position }) => position), [...rounds[1]!.positions])
      assert.deepStrictEqual(rounds[1]!.labels, [-1, truth[rounds[1]!.positions[1]!]!])
      assert.notInclude(Journal.print(rounds[1]!), "milliseconds")
    }))

  it.effect("goes on from the events as from the rounds", () =>
    Effect.gen(function*() {
      const rounds = yield* finished
      for (const round of rounds) {
        const { labels, positions, pseudo, round: number } = round
        assert.deepStrictEqual(Journal.past(Journal.round(plan, round)), { labels, positions, pseudo, round: number })
      }
    }))
})

describe("Journal.print", () => {
  it.effect("is read back as it was, NaN and infinity included", () =>
    Effect.gen(function*() {
      const round = Journal.round(plan, (yield* finished)[1]!)
      assert.isTrue(round.metrics.recall.some(Number.isNaN), "class 3 does not occur")
      const pick = { ...round.selection!.picks[0]!, score: Infinity }
      const infinite = { ...round, selection: { ...round.selection!, picks: [pick] } }
      for (const event of [config, round, infinite]) {
        assert.deepStrictEqual(yield* Journal.read(Journal.print(event)), event)
      }
    }))

  it("does not depend on the order of keys", () => {
    const reversed = Object.fromEntries(Object.entries(config).reverse()) as Journal.Config
    assert.strictEqual(Journal.print({ ...reversed, facts: { a: [null], b: 1 } }), Journal.print(config))
  })

  it.effect("of a later version, or of something else, is refused", () =>
    Effect.gen(function*() {
      const later = Journal.print(config).replace("\"journalVersion\":1", "\"journalVersion\":2")
      for (const text of [later, "{}", "not JSON", Journal.print(config).replace("Config", "Else")]) {
        const error = yield* Effect.flip(Journal.read(text))
        assert.deepInclude(error.reason, { _tag: "NoEvent", version: 1 })
      }
    }))
})

describe("Journal.memory", () => {
  it.effect("numbers events from 1, and keeps times beside them", () =>
    Effect.gen(function*() {
      const journal = yield* Journal.Journal
      assert.deepStrictEqual(yield* journal.events, [])
      const end = { _tag: "Finished", rounds: 2, labeled: 4 } as const
      assert.deepStrictEqual(yield* journal.append(config), { seq: 1, event: config, timing: {} })
      yield* journal.append(end, { train: 5 })
      assert.deepStrictEqual(yield* journal.events, [
        { seq: 1, event: config, timing: {} },
        { seq: 2, event: end, timing: { train: 5 } }
      ])
    }).pipe(Effect.provide(Journal.layerMemory, { local: true })))
})
