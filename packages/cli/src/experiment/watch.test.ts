import { assert, describe, it } from "@effect/vitest"
import { longTime } from "@marginalia/core/Words"
import { roundsOf, titleOf } from "@marginalia/experiments/unit"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Sink from "effect/Sink"
import * as Stdio from "effect/Stdio"
import * as TestClock from "effect/testing/TestClock"
import { unitOf } from "../../../experiments/test/unit.ts"
import { layer as notices } from "../terminal/note.ts"
import { timeLeft, watch } from "./watch.ts"

describe("words", () => {
  it("tell times", () => {
    assert.deepStrictEqual([0.2, 45, 100, 3600, 7500, 4e5].map(longTime), [
      "1 s",
      "45 s",
      "2 min",
      "60 min",
      "2 h 5 min",
      "5 days"
    ])
    assert.strictEqual(timeLeft(10, 5, 20), 40)
    assert.isUndefined(timeLeft(10, 0, 20))
    assert.isUndefined(timeLeft(0.1, 5, 20))
    assert.isUndefined(timeLeft(10, 5, 0))
  })

  it("tell units and their rounds", () => {
    assert.strictEqual(titleOf(unitOf({ seed: 3 })), "random on digits, seed 3")
    assert.strictEqual(roundsOf(unitOf({})), 3)
    assert.strictEqual(roundsOf(unitOf({ initial: { kind: "random", items: 5 } })), 4)
  })
})

const watched = (terminal: boolean) =>
  Effect.gen(function*() {
    const drawn: Array<string> = [], said: Array<string> = []
    const console_ = Object.assign(Object.create(console) as Console.Console, {
      error: (...texts: ReadonlyArray<unknown>) => said.push(texts.join(" "))
    })
    const stdio = Stdio.layerTest({
      stderrIsTerminal: Effect.succeed(terminal),
      stderr: () => Sink.forEach((text: string | Uint8Array) => Effect.sync(() => drawn.push(String(text))))
    })
    const task = { index: 4, unit: unitOf({}), path: "", plugins: [] }
    yield* Effect.scoped(Effect.gen(function*() {
      const audience = yield* watch([task], { units: 2, rounds: 6 }, { units: 1, rounds: 3 })
      yield* audience.start(task)
      yield* TestClock.adjust("10 seconds")
      yield* audience.report({ _tag: "Round", index: 4, round: 0, labeled: 10, accuracy: 0.5, replayed: true })
      yield* audience.report({ _tag: "Round", index: 4, round: 0, labeled: 10, accuracy: 0.5, replayed: true })
      yield* audience.report({ _tag: "Round", index: 4, round: 0, labeled: 10, accuracy: 0.5, replayed: false })
      yield* audience.crash(task, "its process ended")
      yield* audience.report({ _tag: "Done", index: 4 })
    })).pipe(Effect.provideService(Console.Console, console_), Effect.provide(stdio), Effect.provide(notices))
    return { drawn: drawn.join(""), said }
  })

describe("watch", () => {
  it.effect("draws a line on a terminal, and wipes it away", () =>
    Effect.gen(function*() {
      const { drawn, said } = yield* watched(true)
      assert.include(drawn, "1 of 2 units")
      assert.include(drawn, "50 %")
      assert.isTrue(drawn.endsWith("\r\x1b[K"))
      assert.deepStrictEqual(said, ["note: random on digits, seed 0: its process ended; it is begun again"])
    }))

  it.effect("says a line a unit elsewhere", () =>
    Effect.gen(function*() {
      const { drawn, said } = yield* watched(false)
      assert.strictEqual(drawn, "")
      assert.strictEqual(said.at(-1), "random on digits, seed 0 is done; 2 of 2 units, about 20 s left")
    }))
})
