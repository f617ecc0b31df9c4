import { assert, describe, it } from "@effect/vitest"
import type * as Experiment from "@marginalia/core/Experiment"
import * as Journal from "@marginalia/core/Journal"
import * as Stopping from "@marginalia/core/Stopping"
import { loadDigits } from "@marginalia/datasets/digits"
import { digest } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { kills } from "../../test/journal/kills.ts"
import { margin, random, world } from "../../test/journal/world.ts"
import { type Facts, runJournaled } from "./run.ts"

const digits = await loadDigits()
const { layer, plan: whole } = world(digits)
const plan: Experiment.Plan = { ...whole, rounds: 4 }

const run = (journal: Journal.Journal["Service"], changes: Partial<Experiment.Plan> = {}, facts?: Facts) =>
  Stream.runCollect(runJournaled({ ...plan, ...changes }, journal, facts)).pipe(Effect.provide(layer))

const stopAfter = (journal: Journal.Journal["Service"], rounds: number) =>
  Stream.runDrain(Stream.take(runJournaled(plan, journal), rounds)).pipe(Effect.provide(layer))

const tags = (entries: ReadonlyArray<Journal.Entry>) => entries.map(({ event }) => event._tag)

describe("runJournaled", () => {
  it.effect("writes the configuration, each round, and the end", () =>
    Effect.gen(function*() {
      const journal = yield* Journal.memory
      const rounds = yield* run(journal, {}, { learner: "nearest mean" })
      const entries = yield* journal.events
      assert.deepStrictEqual(tags(entries), ["Config", "Round", "Round", "Round", "Round", "Finished"])
      assert.deepStrictEqual(rounds.map(({ round }) => round), entries.slice(1, -1).map(({ event }) => event))
      assert.deepStrictEqual(entries.at(-1)!.event, { _tag: "Finished", rounds: 4, labeled: 40 })
      assert.deepStrictEqual((entries[0]!.event as Journal.Config).facts, { learner: "nearest mean" })
      assert.sameMembers(Object.keys(entries[1]!.timing), ["select", "label", "train", "evaluate"])
    }))

  it.effect("has each round on record before anyone hears of it", () =>
    Effect.gen(function*() {
      const journal = yield* Journal.memory
      yield* Stream.runForEach(runJournaled(plan, journal), ({ round }) =>
        Effect.map(journal.events, (entries) => assert.deepStrictEqual(entries.at(-1)!.event, round))).pipe(
          Effect.provide(layer)
        )
    }))

  it.effect("goes on after any round, to the same events", () =>
    Effect.gen(function*() {
      const never = yield* Journal.memory
      yield* run(never)
      const expected = digest(yield* never.events)
      for (const at of [1, 2, 4]) {
        const journal = yield* Journal.memory
        yield* stopAfter(journal, at)
        const rounds = yield* run(journal)
        assert.deepStrictEqual(rounds.map(({ replayed }) => replayed), [0, 1, 2, 3].map((n) => n < at))
        assert.strictEqual(digest(yield* journal.events), expected)
      }
    }))

  it.effect("stops where a criterion says so, says which, and does the same after an interruption", () =>
    Effect.gen(function*() {
      const stop = Stopping.readUnsafe("any-of(stabilizing-predictions(0.01, rounds=2), budget(1000))")
      const never = yield* Journal.memory
      yield* run(never, { stop })
      const entries = yield* never.events, end = entries.at(-1)!.event
      assert.deepStrictEqual(tags(entries), ["Config", "Round", "Round", "Round", "Finished"])
      assert.strictEqual((entries[0]!.event as Journal.Config).stop, stop.name)
      assert.deepInclude(end, { rounds: 3, labeled: 30 })
      assert.match((end as Journal.End).stopped!.reason, /^kappa with the last model .*2 of 2 rounds in a row$/)
      assert.strictEqual((end as Journal.End).stopped!.criterion, stop.name)
      for (const at of [1, 2, 3]) {
        const journal = yield* Journal.memory
        yield* Stream.runDrain(Stream.take(runJournaled({ ...plan, stop }, journal), at)).pipe(Effect.provide(layer))
        yield* run(journal, { stop })
        assert.strictEqual(digest(yield* journal.events), digest(entries))
      }
      const other = yield* Effect.flip(run(never))
      assert.match(other.message, /stop/)
    }))

  it.effect("only replays what is finished", () =>
    Effect.gen(function*() {
      const journal = yield* Journal.memory
      yield* run(journal)
      const before = yield* journal.events
      assert.isTrue((yield* run(journal)).every(({ replayed }) => replayed))
      assert.deepStrictEqual(yield* journal.events, before)
    }))

  const pool = digits.pool
  const changes: ReadonlyArray<readonly [string, Partial<Experiment.Plan>, Facts]> = [
    ["strategy", { strategy: random }, {}],
    ["seed", { seed: 6 }, {}],
    ["rounds", { rounds: 5 }, {}],
    ["data", { columns: { embedding: { ...pool, data: pool.data.map((x) => x + 1) } } }, {}],
    ["data", { ids: Array.from({ length: plan.size }, (_, i) => `item ${i}`) }, {}],
    ["facts", {}, { learner: "another" }]
  ]

  it.effect.each(changes)("refuses to go on with another %s", ([field, change, facts]) =>
    Effect.gen(function*() {
      const journal = yield* Journal.memory
      yield* stopAfter(journal, 1)
      const error = yield* Effect.flip(run(journal, change, facts))
      assert.deepStrictEqual((error as Journal.JournalError).reason, { _tag: "OtherPlan", fields: [field] })
      assert.strictEqual((yield* journal.events).length, 2)
    }))

  it.effect("refuses events in an order that nobody writes", () =>
    Effect.gen(function*() {
      const source = yield* Journal.memory
      yield* run(source, { strategy: margin })
      const [config, first, second] = yield* source.events
      for (const entries of [[first!], [config!, second!], [config!, first!, first!], [config!, config!]]) {
        const journal = yield* Journal.memory
        yield* Effect.forEach(entries, ({ event }) => journal.append(event))
        const error = yield* Effect.flip(run(journal))
        assert.strictEqual((error as Journal.JournalError).reason._tag, "Order")
      }
    }))

  it("loses nothing when the process is killed at any moment", async () => {
    // A hundred are `npm run check:kills`.
    const { expected, gaps, results, rounds } = await kills(1, 400, 2)
    assert.strictEqual(rounds.length, 1)
    assert.isTrue(results.length > 0 && results.every((result) => result === expected))
    assert.strictEqual(gaps, 0)
  })
})
