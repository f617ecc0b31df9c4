import { assert, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { Busy } from "../learning/requests.ts"
import { tell } from "../told.ts"
import type { Future } from "../view/forecast.ts"
import { makeForesight } from "./foresight.ts"
import type { Measured } from "./wire.ts"

const curveOf = (models: number): Measured["curve"] =>
  Array.from({ length: models }, (_, i) => ({ labels: i, right: 1, of: 40 }))
const futureOf = (curve: Measured["curve"]): Future => ({ forecast: [], missing: `of ${curve.length}` })

it.effect("is the learner's answer, asked for when there is a tenth more to go by, and told when it is another", () =>
  Effect.gen(function*() {
    const asked: Array<number> = [], gate = yield* Deferred.make<void>()
    let told = 0
    const foresight = yield* makeForesight((curve) => {
      asked.push(curve.length)
      return Effect.as(Deferred.await(gate), futureOf(curve))
    }, Effect.sync(() => told++))
    assert.deepStrictEqual(foresight.of(curveOf(20)), { forecast: [], missing: null })
    yield* Effect.yieldNow
    assert.deepStrictEqual([asked, foresight.version(), told], [[20], 0, 0])
    yield* Deferred.succeed(gate, undefined)
    while (told === 0) yield* Effect.yieldNow
    assert.strictEqual(foresight.of(curveOf(22)).missing, "of 20")
    for (let i = 0; i < 5; i++) yield* Effect.yieldNow
    assert.deepStrictEqual([foresight.version(), asked], [1, [20]])
    assert.strictEqual(foresight.of(curveOf(23)).missing, "of 20")
    while (told === 1) yield* Effect.yieldNow
    assert.deepStrictEqual([foresight.of(curveOf(23)).missing, asked], ["of 23", [20, 23]])
  }))

it.effect("is asked for again where there was no answer, and says why there is none", () =>
  Effect.gen(function*() {
    let asked = 0, told = 0
    const foresight = yield* makeForesight(
      (curve) =>
        ++asked < 2
          ? new Busy({ reason: { _tag: "Failed", told: tell("it ended", "Ended") } })
          : Effect.succeed(futureOf(curve)),
      Effect.sync(() => told++)
    )
    foresight.of(curveOf(20))
    while (told === 0) yield* Effect.yieldNow
    assert.strictEqual(foresight.of(curveOf(20)).missing, "it ended")
    while (told === 1) yield* Effect.yieldNow
    assert.deepStrictEqual([foresight.of(curveOf(20)).missing, asked], ["of 20", 2])
  }))
