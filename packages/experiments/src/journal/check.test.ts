import { assert, describe, it } from "@effect/vitest"
import * as Journal from "@marginalia/core/Journal"
import { loadDigits } from "@marginalia/datasets/digits"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { margin, world } from "../../test/journal/world.ts"
import { impossible } from "./check.ts"
import { runJournaled } from "./run.ts"

const { layer, plan: whole } = world(await loadDigits())
const plan = { ...whole, strategy: margin, rounds: 2 }

const written = Effect.gen(function*() {
  const journal = yield* Journal.memory
  yield* Stream.runDrain(runJournaled(plan, journal)).pipe(Effect.provide(layer))
  return yield* journal.events
})

/** The events with one of them changed. */
const changed = (entries: ReadonlyArray<Journal.Entry>, seq: number, change: object): ReadonlyArray<Journal.Entry> =>
  entries.map((entry) =>
    entry.seq === seq ? { ...entry, event: { ...entry.event, ...change } as Journal.Event } : entry
  )

describe("impossible", () => {
  it.effect("finds nothing in what runJournaled wrote", () =>
    Effect.gen(function*() {
      assert.isUndefined(impossible(yield* written))
      assert.isUndefined(impossible([]))
    }))

  it.effect("names the event and what cannot be", () =>
    Effect.gen(function*() {
      const entries = yield* written
      const round = entries[2]!.event as Journal.Round
      const cases: ReadonlyArray<readonly [object, RegExp]> = [
        [{ labels: round.labels.with(0, 10) }, /labels\[0\] is 10/],
        [{ labels: round.labels.slice(1) }, /it has 9 labels for 10 positions/],
        [{ positions: round.positions.with(0, 1e6) }, /positions\[0\] is 1000000/],
        [{ positions: round.positions.with(1, round.positions[0]!) }, /was labeled before/],
        [{ labeled: round.labeled + 1 }, /it says that there are 21 labels/],
        [{ poolPredictions: round.poolPredictions.slice(1) }, /it predicts \d+ classes of the pool/],
        [{ poolPredictions: round.poolPredictions.with(5, 10) }, /it predicts class 10 of position 5; there are 10/],
        [{ metrics: { ...round.metrics, recall: [1] } }, /the recall of 1 classes/],
        [{ selection: { ...round.selection!, picks: [{ ...round.selection!.picks[0]!, position: 1e6 }] } }, /it picked/]
      ]
      for (const [change, message] of cases) {
        const found = impossible(changed(entries, 3, change))
        assert.strictEqual(found?.seq, 3)
        assert.match(found!.problem, message)
      }
      assert.deepStrictEqual(impossible(changed(entries, 1, { initial: [1e6] }))?.seq, 1)
      assert.match(impossible(changed(entries, 1, { classes: 0 }))!.problem, /0 classes/)
    }))

  it.effect("is a clean error of whoever goes on with the journal", () =>
    Effect.gen(function*() {
      const entries = changed(yield* written, 3, { labels: new Array(10).fill(12) })
      const journal = { append: () => Effect.die("not written"), events: Effect.succeed(entries) }
      const error = yield* Effect.flip(Stream.runDrain(runJournaled(plan, journal)).pipe(Effect.provide(layer)))
      assert.deepInclude((error as Journal.JournalError).reason, { _tag: "Impossible", seq: 3 })
      assert.match(error.message, /^event 3 cannot be: round 1 cannot be gone on from: labels\[0\] is 12/)
    }))
})
