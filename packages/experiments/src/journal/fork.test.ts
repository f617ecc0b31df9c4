import { assert, describe, it } from "@effect/vitest"
import type * as Experiment from "@marginalia/core/Experiment"
import * as Journal from "@marginalia/core/Journal"
import { loadDigits } from "@marginalia/datasets/digits"
import { digest } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { random, world } from "../../test/journal/world.ts"
import { fork } from "./fork.ts"
import { runJournaled } from "./run.ts"

const { layer, plan: whole } = world(await loadDigits())
const plan: Experiment.Plan = { ...whole, rounds: 4 }
const other: Experiment.Plan = { ...plan, strategy: random }

const run = (journal: Journal.Journal["Service"], plan: Experiment.Plan) =>
  Stream.runDrain(runJournaled(plan, journal)).pipe(Effect.provide(layer))

const finished = Effect.gen(function*() {
  const journal = yield* Journal.memory
  yield* run(journal, plan)
  return yield* journal.events
})

const events = (entries: ReadonlyArray<Journal.Entry>) => entries.map(({ event }) => event)

describe("fork", () => {
  it.effect("takes rounds over as they were, and goes on with the other strategy", () =>
    Effect.gen(function*() {
      const from = yield* finished
      const to = yield* Journal.memory
      yield* fork({ from, atRound: 2, plan: other, to })
      yield* run(to, other)
      const branch = yield* to.events
      assert.deepStrictEqual(events(branch).slice(1, 3), events(from).slice(1, 3))
      assert.notDeepEqual(events(branch)[3], events(from)[3])
      assert.strictEqual(branch.length, from.length)
      const config = branch[0]!.event as Journal.Config
      assert.deepStrictEqual(config.parent, { digest: digest(from.slice(0, 3)), atRound: 2 })
      assert.strictEqual(config.strategy.text, "random")
    }))

  it.effect("without a change ends as its journal does, from any round", () =>
    Effect.gen(function*() {
      const from = yield* finished
      for (const atRound of [0, 1, 4]) {
        const to = yield* Journal.memory
        yield* fork({ from, atRound, plan, to })
        yield* run(to, plan)
        assert.deepStrictEqual(events(yield* to.events).slice(1), events(from).slice(1))
      }
    }))

  it.effect("is completed by forking again, and not run before", () =>
    Effect.gen(function*() {
      const from = yield* finished
      const whole = yield* Journal.memory
      yield* fork({ from, atRound: 3, plan: other, to: whole })
      const part = yield* Journal.memory
      yield* Effect.forEach((yield* whole.events).slice(0, 2), ({ event, timing }) => part.append(event, timing))
      const error = yield* Effect.flip(run(part, other))
      assert.deepStrictEqual<unknown>((error as Journal.JournalError).reason, {
        _tag: "CutShort",
        rounds: 1,
        expected: 3
      })
      yield* fork({ from, atRound: 3, plan: other, to: part })
      assert.deepStrictEqual(yield* part.events, yield* whole.events)
      yield* run(part, other)
      yield* fork({ from, atRound: 3, plan: other, to: part })
      assert.strictEqual((yield* part.events).length, 6)
    }))

  it.effect("refuses other data, rounds that are not there, and a journal that is in use", () =>
    Effect.gen(function*() {
      const from = yield* finished
      const refused = Effect.fnUntraced(function*(changes: Partial<Parameters<typeof fork>[0]>) {
        const to = yield* Journal.memory
        const error = yield* Effect.flip(fork({ from, atRound: 1, plan: other, to, ...changes }))
        assert.deepStrictEqual(yield* to.events, [])
        return error.reason
      })
      const ids = Array.from({ length: plan.size }, (_, i) => `item ${i}`)
      assert.deepStrictEqual(yield* refused({ plan: { ...plan, ids } }), { _tag: "OtherData", fields: ["data"] })
      for (const atRound of [-1, 0.5, 5]) {
        assert.deepStrictEqual<unknown>(yield* refused({ atRound }), { _tag: "TooFewRounds", rounds: 4, atRound })
      }
      assert.deepInclude(yield* refused({ from: [] }), { _tag: "TooFewRounds", rounds: 0 })
      const used = yield* Journal.memory
      yield* run(used, plan)
      const error = yield* Effect.flip(fork({ from, atRound: 1, plan: other, to: used }))
      assert.deepStrictEqual<unknown>(error.reason, { _tag: "Occupied" })
    }))
})
